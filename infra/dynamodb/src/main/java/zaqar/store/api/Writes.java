// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Expressions;
import zaqar.store.expression.Path;
import zaqar.store.expression.Placeholders;
import zaqar.store.expression.Projection;
import zaqar.store.expression.Update;
import zaqar.store.table.Action;
import zaqar.store.table.Definition;
import zaqar.store.table.Effect;
import zaqar.store.table.Item;
import zaqar.store.table.Store;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** PutItem, UpdateItem, DeleteItem and BatchWriteItem. */
final class Writes {
  private static final String CONDITION = "ConditionExpression";
  private static final String UPDATE = "UpdateExpression";
  private static final String EXPECTED = "Expected";
  private static final String LEGACY_UPDATE = "AttributeUpdates";
  private static final int MOST_IN_BATCH = 25;

  private final Store store;

  Writes(Store store) {
    this.store = store;
  }

  ObjectNode putItem(Call call) {
    check(call).required("Item").throwAny();
    requireOldOrNone(call);
    call.requireOneStyle(List.of(CONDITION), List.of(EXPECTED, "ConditionalOperator"));
    return carryOut(call, put(call));
  }

  ObjectNode deleteItem(Call call) {
    check(call).required("Key").throwAny();
    requireOldOrNone(call);
    call.requireOneStyle(List.of(CONDITION), List.of(EXPECTED, "ConditionalOperator"));
    return carryOut(call, delete(call));
  }

  ObjectNode updateItem(Call call) {
    check(call).required("Key").throwAny();
    call.requireOneStyle(
        List.of(UPDATE, CONDITION), List.of(LEGACY_UPDATE, EXPECTED, "ConditionalOperator"));
    return carryOut(call, update(call));
  }

  private static Constraints check(Call call) {
    return new Constraints(call)
        .tableName(1)
        .oneOf("ReturnValues", "ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW")
        .oneOf("ReturnValuesOnConditionCheckFailure", "ALL_OLD", "NONE")
        .capacity()
        .metrics();
  }

  private static void requireOldOrNone(Call call) {
    String values = call.text("ReturnValues");
    if (values != null && !values.equals("ALL_OLD") && !values.equals("NONE")) {
      throw Refusal.invalid("ReturnValues can only be ALL_OLD or NONE");
    }
  }

  /** A put, as a request has it, or a part of one. */
  static Action put(Call call) {
    Map<String, Value> item = call.attributes("Item");
    if (Value.size(item) > Item.MOST_BYTES) {
      throw Refusal.invalid("Item size has exceeded the maximum allowed size");
    }
    Placeholders placeholders = call.placeholders();
    Optional<Condition> condition = condition(call, placeholders);
    placeholders.requireUsed();
    return action(call, item, new Action.Kind.Put(), condition);
  }

  /** A delete, as a request has it, or a part of one. */
  static Action delete(Call call) {
    Placeholders placeholders = call.placeholders();
    Optional<Condition> condition = condition(call, placeholders);
    placeholders.requireUsed();
    return action(call, call.attributes("Key"), new Action.Kind.Delete(), condition);
  }

  /** A check, as a part of a request has it. */
  static Action check(Call call, boolean needsCondition) {
    if (needsCondition) {
      call.required(CONDITION);
    }
    Placeholders placeholders = call.placeholders();
    Optional<Condition> condition = condition(call, placeholders);
    placeholders.requireUsed();
    return action(call, call.attributes("Key"), new Action.Kind.Check(), condition);
  }

  /** An update, as a request has it, or a part of one. */
  static Action update(Call call) {
    Placeholders placeholders = call.placeholders();
    String text = call.text(UPDATE);
    Update update = text == null ? Legacy.update(call) : Expressions.update(text, placeholders);
    Optional<Condition> condition = condition(call, placeholders);
    placeholders.requireUsed();
    return action(call, call.attributes("Key"), new Action.Kind.Change(update), condition);
  }

  private static Optional<Condition> condition(Call call, Placeholders placeholders) {
    return call.has(EXPECTED) ? Legacy.expected(call) : call.condition(CONDITION, placeholders);
  }

  private static Action action(
      Call call, Map<String, Value> item, Action.Kind kind, Optional<Condition> condition) {
    return new Action(
        call.required("TableName"),
        item,
        kind,
        condition,
        call.is("ReturnValuesOnConditionCheckFailure", "ALL_OLD"));
  }

  private ObjectNode carryOut(Call call, Action action) {
    Effect effect = store.write(action);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    String values = call.text("ReturnValues");
    if (values != null) {
      returned(values, effect, action)
          .filter(item -> !item.isEmpty())
          .ifPresent(item -> Call.put(answer, "Attributes", item));
    }
    Capacity capacity = call.capacity();
    capacity.write(effect);
    capacity.putOne(answer);
    if (call.is("ReturnItemCollectionMetrics", "SIZE")) {
      metrics(effect, action).ifPresent(metrics -> answer.set("ItemCollectionMetrics", metrics));
    }
    return answer;
  }

  /** What an answer shows of the item. */
  static Optional<Map<String, Value>> returned(String values, Effect effect, Action action) {
    return switch (values) {
      case "ALL_OLD" -> effect.before().map(Item::attributes);
      case "ALL_NEW" -> effect.after().map(Item::attributes);
      case "UPDATED_OLD" -> effect.before().map(item -> updated(action).of(item.attributes()));
      case "UPDATED_NEW" -> effect.after().map(item -> updated(action).of(item.attributes()));
      default -> Optional.empty();
    };
  }

  private static Projection updated(Action action) {
    List<Path> paths =
        action.kind() instanceof Action.Kind.Change change ? change.update().paths() : List.of();
    return new Projection(paths);
  }

  /** Only item collections with an index of their own have a size that matters. */
  static Optional<ObjectNode> metrics(Effect effect, Action action) {
    Definition definition = effect.table().definition();
    if (definition.indexes().stream().allMatch(index -> index.isGlobal())) {
      return Optional.empty();
    }
    String partition = definition.keys().partition().name();
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    Map<String, Value> key = new LinkedHashMap<>(action.item());
    key.keySet().retainAll(List.of(partition));
    Call.put(metrics, "ItemCollectionKey", key);
    metrics.putArray("SizeEstimateRangeGB").add(0).add(1);
    return Optional.of(metrics);
  }

  ObjectNode batchWriteItem(Call call) {
    Map<String, List<Call>> requests = new LinkedHashMap<>();
    Call tables = call.part("RequestItems");
    for (Map.Entry<String, ?> table : tables.json().properties()) {
      requests.put(table.getKey(), tables.parts(table.getKey()));
    }
    if (requests.isEmpty()) {
      throw Refusal.invalid("The requestItems parameter is required for BatchWriteItem");
    }
    Constraints constraints = new Constraints(call).capacity().metrics();
    int count = requests.values().stream().mapToInt(List::size).sum();
    if (count > MOST_IN_BATCH || requests.values().stream().anyMatch(List::isEmpty)) {
      constraints.add(
          shown(requests),
          "requestItems",
          "Map value must satisfy constraint: [Member must have length less than or equal to "
              + MOST_IN_BATCH
              + ", Member must have length greater than or equal to 1]");
    }
    constraints.throwAny();
    List<Action> actions = new ArrayList<>();
    requests.forEach((table, all) -> all.forEach(request -> actions.add(batched(table, request))));
    store.requireDistinct(actions);
    return store.inOneAnswer(() -> writeAll(call, requests, actions));
  }

  private ObjectNode writeAll(Call call, Map<String, List<Call>> requests, List<Action> actions) {
    Capacity capacity = call.capacity();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode unprocessed = answer.putObject("UnprocessedItems");
    int next = 0;
    for (Map.Entry<String, List<Call>> each : requests.entrySet()) {
      for (Call request : each.getValue()) {
        try {
          capacity.write(store.write(actions.get(next)));
        } catch (Refusal e) {
          if (!Throttles.isForNow(e)) {
            throw e;
          }
          unprocessed.withArrayProperty(each.getKey()).add(request.json());
        }
        next++;
      }
    }
    if (actions.size()
        == unprocessed.properties().stream().mapToInt(e -> e.getValue().size()).sum()) {
      throw Throttles.allOfBatch();
    }
    capacity.putAll(answer);
    return answer;
  }

  private static String shown(Map<String, List<Call>> requests) {
    List<String> tables = new ArrayList<>();
    requests.forEach(
        (table, all) -> tables.add(table + "=" + all.stream().map(Call::json).toList()));
    return "{" + String.join(", ", tables) + "}";
  }

  private static Action batched(String table, Call request) {
    Call put = request.part("PutRequest");
    Call delete = request.part("DeleteRequest");
    if (put.json().isObject() == delete.json().isObject()) {
      throw Refusal.invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    boolean isPut = put.json().isObject();
    Map<String, Value> item = isPut ? put.attributes("Item") : delete.attributes("Key");
    if (isPut && Value.size(item) > Item.MOST_BYTES) {
      throw Refusal.invalid("Item size has exceeded the maximum allowed size");
    }
    return new Action(
        table,
        item,
        isPut ? new Action.Kind.Put() : new Action.Kind.Delete(),
        Optional.empty(),
        false);
  }
}
