// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Path;
import zaqar.store.expression.Placeholders;
import zaqar.store.expression.Projection;
import zaqar.store.table.Definition;
import zaqar.store.table.Index;
import zaqar.store.table.Item;
import zaqar.store.table.KeyQuery;
import zaqar.store.table.Store;
import zaqar.store.table.Table;
import zaqar.store.value.Attributes;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;
import zaqar.store.value.ValueJson;

/** GetItem, BatchGetItem, Query and Scan. */
final class Reads {
  private static final String PROJECTION = "ProjectionExpression";
  private static final String FILTER = "FilterExpression";
  private static final String KEYS = "KeyConditionExpression";
  private static final String LEGACY_PROJECTION = "AttributesToGet";
  private static final int MOST_IN_BATCH = 100;
  private static final int PAGE = 1 << 20;
  private static final int BATCH = 16 << 20;
  private static final int MOST_SEGMENTS = 1_000_000;

  private final Store store;

  Reads(Store store) {
    this.store = store;
  }

  ObjectNode getItem(Call call) {
    new Constraints(call).tableName(1).required("Key").capacity().throwAny();
    call.requireOneStyle(List.of(PROJECTION), List.of(LEGACY_PROJECTION));
    Map<String, Value> key = call.attributes("Key");
    Optional<Projection> projection = projection(call);
    Table table = store.table(call.required("TableName"));
    projection.ifPresent(each -> Store.requireScalarKeys(each, table.definition().keys()));
    Optional<Item> item = store.get(table, key, call.flag("ConsistentRead"));
    Capacity capacity = call.capacity();
    capacity.read(table, null, item.map(Item::size).orElse(0), call.flag("ConsistentRead"));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    item.ifPresent(found -> Call.put(answer, "Item", projected(found.attributes(), projection)));
    capacity.putOne(answer);
    return answer;
  }

  private static Optional<Projection> projection(Call call) {
    Placeholders placeholders = call.placeholders();
    Optional<Projection> projection =
        call.has(LEGACY_PROJECTION)
            ? Optional.of(Legacy.projection(call))
            : call.projection(placeholders);
    placeholders.requireUsed();
    return projection;
  }

  private static Map<String, Value> projected(
      Map<String, Value> item, Optional<Projection> projection) {
    return projection.isPresent() ? projection.get().of(item) : item;
  }

  ObjectNode batchGetItem(Call call) {
    Call tables = call.part("RequestItems");
    if (tables.json().isEmpty()) {
      throw Refusal.invalid("The requestItems parameter is required for BatchGetItem");
    }
    new Constraints(call).capacity().throwAny();
    int count = 0;
    for (Map.Entry<String, ?> each : tables.json().properties()) {
      int keys = tables.part(each.getKey()).parts("Keys").size();
      if (keys > MOST_IN_BATCH || keys == 0) {
        throw Refusal.invalid(
            "1 validation error detected: Value at 'RequestItems."
                + each.getKey()
                + ".member.Keys' failed to satisfy constraint: Member must have length "
                + (keys == 0
                    ? "greater than or equal to 1"
                    : "less than or equal to " + MOST_IN_BATCH));
      }
      count += keys;
    }
    if (count > MOST_IN_BATCH) {
      throw Refusal.invalid("Too many items requested for the BatchGetItem call");
    }
    Capacity capacity = call.capacity();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    int bytes = 0;
    int left = 0;
    for (Map.Entry<String, ?> each : tables.json().properties()) {
      Call part = tables.part(each.getKey());
      part.requireOneStyle(List.of(PROJECTION), List.of(LEGACY_PROJECTION));
      Optional<Projection> projection = projection(part);
      Table table = store.table(each.getKey());
      boolean isConsistent = part.flag("ConsistentRead");
      Set<Map<String, Value>> keys = new HashSet<>();
      for (Call given : part.parts("Keys")) {
        Map<String, Value> key = ValueJson.read(given.json());
        table.definition().keys().requireKey(key);
        if (!keys.add(key)) {
          throw Refusal.invalid("Provided list of item keys contains duplicates");
        }
      }
      ArrayNode found = responses.putArray(each.getKey());
      for (Call given : part.parts("Keys")) {
        try {
          Optional<Item> item =
              bytes > BATCH
                  ? Optional.empty()
                  : store.get(table, ValueJson.read(given.json()), isConsistent);
          if (bytes > BATCH) {
            left++;
            postpone(unprocessed, each.getKey(), part, given);
            continue;
          }
          int size = item.map(Item::size).orElse(0);
          bytes += size;
          capacity.read(table, null, size, isConsistent);
          item.ifPresent(
              it -> found.addPOJO(new Attributes(projected(it.attributes(), projection))));
        } catch (Refusal e) {
          if (!Throttles.isForNow(e)) {
            throw e;
          }
          left++;
          postpone(unprocessed, each.getKey(), part, given);
        }
      }
    }
    if (left == count) {
      throw Throttles.allOfBatch();
    }
    capacity.putAll(answer);
    return answer;
  }

  private static void postpone(ObjectNode unprocessed, String table, Call part, Call key) {
    if (!unprocessed.has(table)) {
      ObjectNode rest = ((ObjectNode) part.json()).deepCopy();
      rest.putArray("Keys");
      unprocessed.set(table, rest);
    }
    unprocessed.withObjectProperty(table).withArrayProperty("Keys").add(key.json());
  }

  ObjectNode query(Call call) {
    Constraints constraints =
        new Constraints(call)
            .tableName(1)
            .indexName()
            .oneOf(
                "Select",
                "SPECIFIC_ATTRIBUTES",
                "COUNT",
                "ALL_ATTRIBUTES",
                "ALL_PROJECTED_ATTRIBUTES")
            .capacity();
    constraints.throwAny();
    if (call.number("Limit").orElse(1) < 1) {
      throw Refusal.invalid(
          "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must"
              + " have value greater than or equal to 1");
    }
    call.requireOneStyle(
        List.of(PROJECTION, FILTER, KEYS),
        List.of(LEGACY_PROJECTION, "QueryFilter", "ConditionalOperator", "KeyConditions"));
    if (!call.has(KEYS) && !call.has("KeyConditions")) {
      throw Refusal.invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    Placeholders placeholders = call.placeholders();
    Condition keyCondition =
        call.condition(KEYS, placeholders).orElseGet(() -> Legacy.keyConditions(call));
    Optional<Condition> filter =
        call.has("QueryFilter")
            ? Legacy.filter(call, "QueryFilter")
            : call.condition(FILTER, placeholders);
    Optional<Projection> projection =
        call.has(LEGACY_PROJECTION)
            ? Optional.of(Legacy.projection(call))
            : call.projection(placeholders);
    placeholders.requireUsed();
    Table table = store.table(call.required("TableName"));
    Optional<Index> index = index(table, call);
    Optional<Map<String, Value>> after = startKey(table, index, call);
    KeyQuery keys =
        KeyQuery.of(keyCondition, index.map(Index::keys).orElse(table.definition().keys()));
    after.ifPresent(key -> keys.requireStart(key, index, table.definition()));
    filter.ifPresent(each -> requireNoKeys(each, index, table, call.has("QueryFilter")));
    boolean isForward = call.json().path("ScanIndexForward").asBoolean(true);
    Iterator<Item> items =
        index.isPresent()
            ? table.query(index.get(), keys, isForward, after)
            : table.query(keys, isForward, after);
    store.before(table, keys);
    boolean isConsistent = call.flag("ConsistentRead");
    IntConsumer used = bytes -> store.after(table, keys, bytes, isConsistent);
    return page(call, table, index, items, filter, projection, used);
  }

  private static void requireNoKeys(
      Condition filter, Optional<Index> index, Table table, boolean isLegacy) {
    for (String attribute : Condition.attributes(filter)) {
      if (index.map(Index::keys).orElse(table.definition().keys()).has(attribute)) {
        throw Refusal.invalid(
            (isLegacy ? "QueryFilter" : "Filter Expression")
                + " can only contain non-primary key attributes: Primary key attribute: "
                + attribute);
      }
    }
  }

  ObjectNode scan(Call call) {
    Constraints constraints =
        new Constraints(call)
            .tableName(1)
            .indexName()
            .oneOf(
                "Select",
                "SPECIFIC_ATTRIBUTES",
                "COUNT",
                "ALL_ATTRIBUTES",
                "ALL_PROJECTED_ATTRIBUTES")
            .capacity();
    atLeast(constraints, "limit", call.number("Limit"), 1);
    atLeast(constraints, "segment", call.number("Segment"), 0);
    atLeast(constraints, "totalSegments", call.number("TotalSegments"), 1);
    if (call.number("TotalSegments").orElse(1) > MOST_SEGMENTS) {
      constraints.add(
          String.valueOf(call.text("TotalSegments")),
          "totalSegments",
          "Member must have value less than or equal to " + MOST_SEGMENTS);
    }
    constraints.throwAny();
    call.requireOneStyle(
        List.of(PROJECTION, FILTER),
        List.of(LEGACY_PROJECTION, "ScanFilter", "ConditionalOperator"));
    Table.Segment segment = segment(call);
    Placeholders placeholders = call.placeholders();
    Optional<Condition> filter =
        call.has("ScanFilter")
            ? Legacy.filter(call, "ScanFilter")
            : call.condition(FILTER, placeholders);
    Optional<Projection> projection =
        call.has(LEGACY_PROJECTION)
            ? Optional.of(Legacy.projection(call))
            : call.projection(placeholders);
    placeholders.requireUsed();
    Table table = store.table(call.required("TableName"));
    Optional<Index> index = index(table, call);
    Optional<Map<String, Value>> after = startKey(table, index, call);
    Iterator<Item> items =
        index.isPresent() ? table.scan(index.get(), segment, after) : table.scan(segment, after);
    return page(call, table, index, items, filter, projection, bytes -> {});
  }

  private static void atLeast(
      Constraints constraints, String parameter, Optional<Integer> value, int least) {
    if (value.orElse(least) < least) {
      constraints.add(
          String.valueOf(value.orElse(least)),
          parameter,
          "Member must have value greater than or equal to " + least);
    }
  }

  private static Table.Segment segment(Call call) {
    Optional<Integer> number = call.number("Segment");
    Optional<Integer> total = call.number("TotalSegments");
    if (number.isPresent() && total.isEmpty()) {
      throw Refusal.invalid(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (total.isPresent() && number.isEmpty()) {
      throw Refusal.invalid(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (number.isEmpty() || total.isEmpty()) {
      return Table.Segment.WHOLE;
    }
    if (number.get() >= total.get()) {
      throw Refusal.invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + (" Segment: " + number.get())
              + (" is not less than TotalSegments: " + total.get()));
    }
    return new Table.Segment(number.get(), total.get());
  }

  private static Optional<Index> index(Table table, Call call) {
    String name = call.text("IndexName");
    Optional<Index> index = name == null ? Optional.empty() : Optional.of(table.index(name));
    if (index.map(Index::isGlobal).orElse(false) && call.flag("ConsistentRead")) {
      throw Refusal.invalid("Consistent reads are not supported on global secondary indexes");
    }
    return index;
  }

  private static Optional<Map<String, Value>> startKey(
      Table table, Optional<Index> index, Call call) {
    Optional<Map<String, Value>> key = call.startKey();
    if (key.isPresent()) {
      Set<String> names = new HashSet<>();
      Definition definition = table.definition();
      definition.keys().parts().forEach(part -> names.add(part.name()));
      index.ifPresent(it -> it.keys().parts().forEach(part -> names.add(part.name())));
      if (!key.get().keySet().equals(names)) {
        throw Refusal.invalid("The provided starting key is invalid");
      }
      try {
        Map<String, Value> own = new LinkedHashMap<>(key.get());
        own.keySet().removeIf(name -> !definition.keys().has(name));
        definition.keys().requireKey(own);
      } catch (Refusal e) {
        throw Refusal.invalid("The provided starting key is invalid: " + e.getMessage());
      }
    }
    return key;
  }

  /** What of an item goes into the answer, and where it comes from. */
  private static Optional<Projection> selected(
      Call call, Table table, Optional<Index> index, Optional<Projection> projection) {
    String select = call.text("Select");
    if (projection.isPresent()) {
      if (select != null && !select.equals("SPECIFIC_ATTRIBUTES")) {
        throw Refusal.invalid(
            "Cannot specify the ProjectionExpression when choosing to get " + select);
      }
      Store.requireScalarKeys(projection.get(), table.definition().keys());
      return projection;
    }
    if ("SPECIFIC_ATTRIBUTES".equals(select)) {
      throw Refusal.invalid(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if ("ALL_PROJECTED_ATTRIBUTES".equals(select) && index.isEmpty()) {
      throw Refusal.invalidValue(
          "Select type ALL_PROJECTED_ATTRIBUTES is only supported when querying an index");
    }
    if ("ALL_ATTRIBUTES".equals(select)
        && index.map(it -> it.isGlobal() && !it.isWhole()).orElse(false)) {
      throw Refusal.invalidValue(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + index.map(Index::name).orElse("")
              + " because its projection type is not ALL");
    }
    return Optional.empty();
  }

  private ObjectNode page(
      Call call,
      Table table,
      Optional<Index> index,
      Iterator<Item> items,
      Optional<Condition> filter,
      Optional<Projection> asked,
      IntConsumer used) {
    Optional<Projection> projection = selected(call, table, index, asked);
    boolean isWhole = needsTable(call, table, index, projection);
    boolean counts = call.is("Select", "COUNT");
    int limit = call.number("Limit").orElse(Integer.MAX_VALUE);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    int scanned = 0;
    int count = 0;
    int bytes = 0;
    @Nullable Item last = null;
    while (scanned < limit && bytes < PAGE && items.hasNext()) {
      last = items.next();
      Map<String, Value> item = last.attributes();
      if (index.isPresent() && !isWhole) {
        item = table.part(index.get(), item);
        bytes += Value.size(item);
      } else {
        bytes += last.size();
      }
      scanned++;
      if (filter.isEmpty() || filter.get().holds(item)) {
        count++;
        if (!counts) {
          found.addPOJO(new Attributes(projected(item, projection)));
        }
      }
    }
    if (!counts) {
      answer.set("Items", found);
    }
    answer.put("Count", count).put("ScannedCount", scanned);
    if (last != null && (scanned == limit || bytes >= PAGE)) {
      Call.put(answer, "LastEvaluatedKey", lastKey(table, index, last));
    }
    used.accept(bytes);
    Capacity capacity = call.capacity();
    capacity.read(table, index.map(Index::name).orElse(null), bytes, call.flag("ConsistentRead"));
    capacity.putOne(answer);
    return answer;
  }

  /** Whether a local index does not have what is asked for, so that the table is asked, too. */
  private static boolean needsTable(
      Call call, Table table, Optional<Index> index, Optional<Projection> projection) {
    if (index.isEmpty() || index.get().isWhole()) {
      return index.isPresent();
    }
    List<String> missing =
        projection.map(Projection::paths).orElse(List.of()).stream()
            .map(Path::attribute)
            .filter(name -> !table.isIn(index.get(), name))
            .toList();
    if (index.get().isGlobal() && !missing.isEmpty()) {
      throw Refusal.invalidValue(
          "Global secondary index " + index.get().name() + " does not project " + missing);
    }
    return call.is("Select", "ALL_ATTRIBUTES") || !missing.isEmpty();
  }

  private static Map<String, Value> lastKey(Table table, Optional<Index> index, Item item) {
    Map<String, Value> key = new LinkedHashMap<>(table.definition().keys().of(item.attributes()));
    index.ifPresent(it -> key.putAll(it.keys().of(item.attributes())));
    return key;
  }
}
