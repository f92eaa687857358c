// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import zaqar.store.table.Definition;
import zaqar.store.table.Index;
import zaqar.store.table.Key;
import zaqar.store.table.KeySchema;
import zaqar.store.table.Table;
import zaqar.store.table.Throughput;
import zaqar.store.value.Refusal;
import zaqar.store.value.Type;

/** What tables are, from JSON and to JSON. */
final class Definitions {
  private static final int MOST_LOCAL = 5;
  private static final int MOST_GLOBAL = 20;
  private static final String GLOBAL = "GlobalSecondaryIndexes";
  private static final String LOCAL = "LocalSecondaryIndexes";
  private static final String THROUGHPUT = "ProvisionedThroughput";
  private static final String ON_DEMAND = "PAY_PER_REQUEST";

  private Definitions() {}

  /**
   * Reads what CreateTable asks for.
   *
   * @throws Refusal if there can be no such table
   */
  static Definition read(Call call, Instant now) {
    call.required("TableName");
    check(call);
    boolean isOnDemand = call.is("BillingMode", ON_DEMAND);
    Throughput throughput = throughput(call, isOnDemand);
    List<Key> attributes = attributes(call);
    KeySchema keys = keys(call, attributes, true);
    boolean hasIndexes = call.has(LOCAL) || call.has(GLOBAL);
    if (!hasIndexes && attributes.size() != keys.parts().size()) {
      throw Refusal.invalidValue(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
    List<Index> indexes = indexes(call, attributes, keys, isOnDemand);
    requireUsed(attributes, keys, indexes);
    return new Definition(
        call.required("TableName"),
        UUID.randomUUID().toString(),
        now,
        attributes,
        keys,
        isOnDemand,
        throughput,
        indexes,
        Optional.empty(),
        Optional.empty(),
        call.flag("DeletionProtectionEnabled"),
        Optional.empty());
  }

  private static void check(Call call) {
    Constraints constraints =
        new Constraints(call)
            .tableName(3)
            .oneOf("BillingMode", "PROVISIONED", ON_DEMAND)
            .required("AttributeDefinitions")
            .required("KeySchema");
    List<Call> attributes = call.parts("AttributeDefinitions");
    for (int i = 0; i < attributes.size(); i++) {
      String path = "attributeDefinitions." + (i + 1) + ".member.attributeType";
      constraints.valueOneOf(
          path, String.valueOf(attributes.get(i).text("AttributeType")), "B", "N", "S");
    }
    List<Call> keys = call.parts("KeySchema");
    if (keys.isEmpty()) {
      constraints.add("[]", "keySchema", "Member must have length greater than or equal to 1");
    }
    if (keys.size() > 2) {
      constraints.add(shown(keys), "keySchema", "Member must have length less than or equal to 2");
    }
    for (int i = 0; i < keys.size(); i++) {
      String path = "keySchema." + (i + 1) + ".member.keyType";
      constraints.valueOneOf(path, String.valueOf(keys.get(i).text("KeyType")), "HASH", "RANGE");
    }
    checkUnits(constraints, call);
    constraints.throwAny();
  }

  /** Takes note of units that nobody can buy. */
  static void checkUnits(Constraints constraints, Call call) {
    if (call.has(THROUGHPUT)) {
      for (String unit : List.of("WriteCapacityUnits", "ReadCapacityUnits")) {
        int units = call.part(THROUGHPUT).number(unit).orElse(0);
        if (units < 1) {
          constraints.add(
              String.valueOf(units),
              "provisionedThroughput." + (unit.startsWith("W") ? "w" : "r") + unit.substring(1),
              "Member must have value greater than or equal to 1");
        }
      }
    }
  }

  private static String shown(List<Call> keys) {
    return keys.stream()
        .map(
            key ->
                "KeySchemaElement(attributeName="
                    + (key.text("AttributeName") + ", keyType=" + key.text("KeyType") + ")"))
        .toList()
        .toString();
  }

  /**
   * Reads how a table, or an index, is paid for.
   *
   * @throws Refusal if both ways are meant, or none
   */
  static Throughput throughput(Call call, boolean isOnDemand) {
    if (isOnDemand) {
      if (call.has(THROUGHPUT)) {
        throw Refusal.invalidValue(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Throughput.ON_DEMAND;
    }
    if (!call.has(THROUGHPUT)) {
      throw Refusal.invalidValue(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    return units(call);
  }

  /** Reads units. */
  static Throughput units(Call call) {
    Call units = call.part(THROUGHPUT);
    return new Throughput(
        units.number("ReadCapacityUnits").orElse(0), units.number("WriteCapacityUnits").orElse(0));
  }

  /** Reads what attributes are declared. */
  static List<Key> attributes(Call call) {
    List<Key> attributes = new ArrayList<>();
    for (Call each : call.parts("AttributeDefinitions")) {
      attributes.add(
          new Key(each.required("AttributeName"), Type.valueOf(each.required("AttributeType"))));
    }
    return attributes;
  }

  private static KeySchema keys(Call call, List<Key> attributes, boolean isTable) {
    List<Call> parts = call.parts("KeySchema");
    List<String> names = parts.stream().map(part -> part.required("AttributeName")).toList();
    List<String> defined = attributes.stream().map(Key::name).toList();
    if (isTable && names.size() > defined.size()) {
      throw Refusal.invalid("Invalid KeySchema: Some index key attribute have no definition");
    }
    if (!defined.containsAll(names)) {
      throw Refusal.invalidValue(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + (names + ", AttributeDefinitions: " + defined));
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw Refusal.invalid(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    if (!parts.getFirst().is("KeyType", "HASH")) {
      throw Refusal.invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (parts.size() > 1 && !parts.get(1).is("KeyType", "RANGE")) {
      throw Refusal.invalid(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
    return new KeySchema(
        attributes.get(defined.indexOf(names.getFirst())),
        names.size() > 1
            ? Optional.of(attributes.get(defined.indexOf(names.get(1))))
            : Optional.empty());
  }

  private static List<Index> indexes(
      Call call, List<Key> attributes, KeySchema table, boolean isOnDemand) {
    List<Index> indexes = new ArrayList<>();
    if (call.has(LOCAL) && table.sort().isEmpty()) {
      throw Refusal.invalidValue(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    requireSome(call, LOCAL, MOST_LOCAL);
    requireSome(call, GLOBAL, MOST_GLOBAL);
    for (Call each : call.parts(LOCAL)) {
      indexes.add(local(each, attributes, table));
    }
    for (Call each : call.parts(GLOBAL)) {
      indexes.add(global(each, attributes, isOnDemand));
    }
    Set<String> names = new HashSet<>();
    for (Index index : indexes) {
      if (!names.add(index.name())) {
        throw Refusal.invalidValue("Duplicate index name: " + index.name());
      }
    }
    return indexes;
  }

  private static void requireSome(Call call, String parameter, int most) {
    int count = call.parts(parameter).size();
    if (call.has(parameter) && count == 0) {
      throw Refusal.invalidValue("List of " + parameter + " is empty");
    }
    if (count > most) {
      throw Refusal.invalidValue(
          parameter.equals(LOCAL)
              ? "Number of LocalSecondaryIndexes exceeds per-table limit of " + most
              : "GlobalSecondaryIndex count exceeds the per-table limit of " + most);
    }
  }

  private static Index local(Call call, List<Key> attributes, KeySchema table) {
    Index index = index(call, attributes, false, Throughput.ON_DEMAND);
    if (index.keys().sort().isEmpty()) {
      throw Refusal.invalidValue(
          "Index KeySchema does not have a range key for index: " + index.name());
    }
    if (!index.keys().partition().equals(table.partition())) {
      throw Refusal.invalidValue(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + index.name()
              + (". index hash key: " + index.keys().partition().name())
              + (", table hash key: " + table.partition().name()));
    }
    return index;
  }

  /**
   * Reads a global index.
   *
   * @throws Refusal if there can be no such one
   */
  static Index global(Call call, List<Key> attributes, boolean isOnDemand) {
    if (isOnDemand && call.has(THROUGHPUT)) {
      throw Refusal.invalidValue(
          "ProvisionedThroughput should not be specified for index: "
              + call.text("IndexName")
              + " when BillingMode is PAY_PER_REQUEST");
    }
    return index(call, attributes, true, isOnDemand ? Throughput.ON_DEMAND : units(call));
  }

  private static Index index(
      Call call, List<Key> attributes, boolean isGlobal, Throughput throughput) {
    KeySchema keys = keys(call, attributes, false);
    Call projection = call.part("Projection");
    @Nullable String type = projection.text("ProjectionType");
    if (type == null) {
      throw Refusal.invalidValue("Unknown ProjectionType: null");
    }
    if (projection.has("NonKeyAttributes") && !type.equals("INCLUDE")) {
      throw Refusal.invalidValue(
          "ProjectionType is " + type + ", but NonKeyAttributes is specified");
    }
    return new Index(
        call.required("IndexName"),
        isGlobal,
        keys,
        type,
        projection.texts("NonKeyAttributes"),
        throughput);
  }

  private static void requireUsed(List<Key> attributes, KeySchema keys, List<Index> indexes) {
    for (Key each : attributes) {
      if (!keys.has(each.name())
          && indexes.stream().noneMatch(index -> index.keys().has(each.name()))) {
        throw Refusal.invalidValue(
            "Some AttributeDefinitions are not used. AttributeDefinitions: "
                + (attributes.stream().map(Key::name).toList() + ", keys used: ")
                + keys.parts().stream().map(Key::name).toList());
      }
    }
  }

  /** What DescribeTable says of a table. */
  static ObjectNode write(Table table, String status) {
    Definition definition = table.definition();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("TableName", definition.name())
        .put("TableId", definition.id())
        .put("TableArn", Arns.table(definition.name()))
        .put("TableStatus", status)
        .put("CreationDateTime", seconds(definition.created()))
        .put("DeletionProtectionEnabled", definition.isProtected())
        .put("ItemCount", table.count())
        .put("TableSizeBytes", 0);
    ArrayNode attributes = json.putArray("AttributeDefinitions");
    for (Key each : definition.attributes()) {
      attributes
          .addObject()
          .put("AttributeName", each.name())
          .put("AttributeType", each.type().name());
    }
    write(definition.keys(), json);
    write(definition.throughput(), json);
    if (definition.isOnDemand()) {
      json.putObject("BillingModeSummary")
          .put("BillingMode", ON_DEMAND)
          .put("LastUpdateToPayPerRequestDateTime", seconds(definition.created()));
    }
    definition.indexes().forEach(index -> write(index, definition.name(), json));
    definition
        .view()
        .ifPresent(
            view ->
                json.putObject("StreamSpecification")
                    .put("StreamEnabled", true)
                    .put("StreamViewType", view.name()));
    definition
        .streamLabel()
        .ifPresent(
            label ->
                json.put("LatestStreamLabel", label)
                    .put("LatestStreamArn", Arns.stream(definition.name(), label)));
    return json;
  }

  private static void write(KeySchema keys, ObjectNode json) {
    ArrayNode schema = json.putArray("KeySchema");
    schema.addObject().put("AttributeName", keys.partition().name()).put("KeyType", "HASH");
    keys.sort()
        .ifPresent(
            sort -> schema.addObject().put("AttributeName", sort.name()).put("KeyType", "RANGE"));
  }

  private static void write(Throughput throughput, ObjectNode json) {
    json.putObject(THROUGHPUT)
        .put("NumberOfDecreasesToday", 0)
        .put("ReadCapacityUnits", throughput.readUnits())
        .put("WriteCapacityUnits", throughput.writeUnits());
  }

  private static void write(Index index, String table, ObjectNode json) {
    ObjectNode written = json.withArrayProperty(index.isGlobal() ? GLOBAL : LOCAL).addObject();
    written
        .put("IndexName", index.name())
        .put("IndexArn", Arns.table(table) + "/index/" + index.name())
        .put("IndexSizeBytes", 0)
        .put("ItemCount", 0);
    write(index.keys(), written);
    ObjectNode projection =
        written.putObject("Projection").put("ProjectionType", index.projection());
    if (!index.included().isEmpty()) {
      ArrayNode included = projection.putArray("NonKeyAttributes");
      index.included().forEach(included::add);
    }
    if (index.isGlobal()) {
      written.put("IndexStatus", "ACTIVE");
      write(index.throughput(), written);
    }
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }
}
