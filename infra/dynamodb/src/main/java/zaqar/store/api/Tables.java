// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.store.table.Definition;
import zaqar.store.table.Index;
import zaqar.store.table.Key;
import zaqar.store.table.Store;
import zaqar.store.table.Table;
import zaqar.store.table.Throughput;
import zaqar.store.value.Refusal;

/** The operations on tables as wholes. */
final class Tables {
  private static final int MOST_NAMES = 100;
  private static final String STREAM = "StreamSpecification";
  private static final String TTL = "TimeToLiveSpecification";
  private static final String INDEXES = "GlobalSecondaryIndexUpdates";
  private static final String ACTIVE = "ACTIVE";

  private final Store store;

  Tables(Store store) {
    this.store = store;
  }

  ObjectNode createTable(Call call) {
    Definition definition = Definitions.read(call, store.clock().instant());
    Optional<Definition.View> view = view(call);
    Table table = store.create(definition);
    view.ifPresent(it -> store.beginStream(table, it));
    return described("TableDescription", table, "CREATING");
  }

  private static Optional<Definition.View> view(Call call) {
    Call stream = call.part(STREAM);
    if (!stream.flag("StreamEnabled")) {
      if (stream.has("StreamViewType")) {
        throw Refusal.invalidValue(
            "Table is being created with a StreamViewType, but StreamEnabled is false");
      }
      return Optional.empty();
    }
    String view = stream.text("StreamViewType");
    for (Definition.View each : Definition.View.values()) {
      if (each.name().equals(view)) {
        return Optional.of(each);
      }
    }
    throw Refusal.invalidValue("Unknown StreamViewType: " + view);
  }

  private static ObjectNode described(String name, Table table, String status) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set(name, Definitions.write(table, status));
    return answer;
  }

  private Table table(Call call) {
    String name = call.required("TableName");
    new Constraints(call).tableName(1);
    return store.find(name).orElseThrow(() -> noTable(name));
  }

  private static Refusal noTable(String name) {
    return Refusal.of(
        "ResourceNotFoundException", "Requested resource not found: Table: " + name + " not found");
  }

  ObjectNode describeTable(Call call) {
    return described("Table", table(call), ACTIVE);
  }

  ObjectNode deleteTable(Call call) {
    table(call);
    return described("TableDescription", store.delete(call.required("TableName")), "DELETING");
  }

  ObjectNode listTables(Call call) {
    int limit = call.number("Limit").orElse(MOST_NAMES);
    if (limit < 1 || limit > MOST_NAMES) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + limit
              + "' at 'limit' failed to satisfy constraint: Member must have value "
              + (limit < 1 ? "greater than or equal to 1" : "less than or equal to " + MOST_NAMES));
    }
    String after = call.text("ExclusiveStartTableName");
    List<String> names =
        store.tables().stream()
            .map(table -> table.definition().name())
            .filter(name -> after == null || name.compareTo(after) > 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode page = answer.putArray("TableNames");
    names.stream().limit(limit).forEach(page::add);
    if (names.size() > limit) {
      answer.put("LastEvaluatedTableName", names.get(limit - 1));
    }
    return answer;
  }

  ObjectNode updateTable(Call call) {
    Constraints constraints =
        new Constraints(call).tableName(1).oneOf("BillingMode", "PROVISIONED", "PAY_PER_REQUEST");
    Definitions.checkUnits(constraints, call);
    constraints.throwAny();
    Table table = table(call);
    boolean changesPayment = call.has("BillingMode") || call.has("ProvisionedThroughput");
    boolean changesProtection = call.has("DeletionProtectionEnabled");
    if (!changesPayment && !changesProtection && !call.has(STREAM) && !call.has(INDEXES)) {
      throw Refusal.invalid(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
    if (changesPayment) {
      store.redefine(table, paid(call, table.definition()));
    }
    if (changesProtection) {
      store.redefine(
          table, table.definition().withProtection(call.flag("DeletionProtectionEnabled")));
    }
    if (call.has(INDEXES)) {
      store.redefine(table, indexed(call, table.definition()));
    }
    if (call.has(STREAM)) {
      changeStream(call, table);
    }
    return described("TableDescription", table, "UPDATING");
  }

  private static Definition paid(Call call, Definition definition) {
    boolean isOnDemand =
        call.has("BillingMode")
            ? call.is("BillingMode", "PAY_PER_REQUEST")
            : definition.isOnDemand();
    if (!isOnDemand && !call.has("ProvisionedThroughput")) {
      throw Refusal.invalidValue(
          "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    Throughput throughput = Definitions.throughput(call, isOnDemand);
    if (!isOnDemand && !definition.isOnDemand() && throughput.equals(definition.throughput())) {
      throw Refusal.invalid(
          "The provisioned throughput for the table will not change. The requested value equals the"
              + " current value. Current ReadCapacityUnits provisioned for the table: "
              + throughput.readUnits()
              + ". Requested ReadCapacityUnits: "
              + throughput.readUnits()
              + ". Current WriteCapacityUnits provisioned for the table: "
              + throughput.writeUnits()
              + ". Requested WriteCapacityUnits: "
              + throughput.writeUnits()
              + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to"
              + " request higher limits.");
    }
    return definition.withThroughput(isOnDemand, throughput);
  }

  private static Definition indexed(Call call, Definition definition) {
    Map<String, Key> attributes = new LinkedHashMap<>();
    definition.attributes().forEach(key -> attributes.put(key.name(), key));
    Definitions.attributes(call).forEach(key -> attributes.put(key.name(), key));
    List<Index> indexes = new ArrayList<>(definition.indexes());
    for (Call each : call.parts(INDEXES)) {
      if (each.has("Create")) {
        Index index =
            Definitions.global(
                each.part("Create"), List.copyOf(attributes.values()), definition.isOnDemand());
        if (indexes.stream().anyMatch(other -> other.name().equals(index.name()))) {
          throw Refusal.invalid("Attempting to create an index which already exists");
        }
        indexes.add(index);
      } else if (each.has("Delete")) {
        String name = each.part("Delete").required("IndexName");
        requireIndex(indexes, name);
        indexes.removeIf(index -> index.name().equals(name));
      } else if (each.has("Update")) {
        Call update = each.part("Update");
        requireIndex(indexes, update.required("IndexName"));
        indexes.replaceAll(
            index ->
                index.name().equals(update.text("IndexName"))
                    ? new Index(
                        index.name(),
                        true,
                        index.keys(),
                        index.projection(),
                        index.included(),
                        Definitions.units(update))
                    : index);
      } else {
        throw Refusal.invalidValue(
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                + " GlobalSecondaryIndexUpdate.Delete must not be null");
      }
    }
    Collection<Key> used =
        attributes.values().stream()
            .filter(
                key ->
                    definition.keys().has(key.name())
                        || indexes.stream().anyMatch(index -> index.keys().has(key.name())))
            .toList();
    return definition.withIndexes(List.copyOf(used), indexes);
  }

  private static void requireIndex(List<Index> indexes, String name) {
    if (indexes.stream().noneMatch(index -> index.isGlobal() && index.name().equals(name))) {
      throw Refusal.of("ResourceNotFoundException", "Requested resource not found");
    }
  }

  private void changeStream(Call call, Table table) {
    Optional<Definition.View> view = view(call);
    boolean hasStream = table.definition().view().isPresent();
    if (view.isPresent() && hasStream) {
      throw Refusal.invalid(
          "Table already has an enabled stream: TableName: " + table.definition().name());
    }
    if (view.isEmpty() && !hasStream) {
      throw Refusal.invalid(
          "Table is already without a stream: TableName: " + table.definition().name());
    }
    if (view.isPresent()) {
      store.beginStream(table, view.get());
    } else {
      store.endStream(table);
    }
  }

  ObjectNode updateTimeToLive(Call call) {
    Call ttl = call.part(TTL);
    String attribute = ttl.text("AttributeName");
    if (attribute == null || attribute.isEmpty()) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + (attribute + "' at 'timeToLiveSpecification.attributeName' failed to satisfy")
              + " constraint: Member must have length greater than or equal to 1");
    }
    Table table = table(call);
    Optional<String> before = table.definition().expiry();
    if (ttl.flag("Enabled") == before.isPresent()) {
      throw Refusal.invalid(
          "TimeToLive is already " + (before.isPresent() ? "enabled" : "disabled"));
    }
    store.redefine(
        table,
        table
            .definition()
            .withExpiry(ttl.flag("Enabled") ? Optional.of(attribute) : Optional.empty()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject(TTL).put("Enabled", ttl.flag("Enabled")).put("AttributeName", attribute);
    return answer;
  }

  ObjectNode describeTimeToLive(Call call) {
    Optional<String> attribute = table(call).definition().expiry();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode ttl = answer.putObject("TimeToLiveDescription");
    ttl.put("TimeToLiveStatus", attribute.isPresent() ? "ENABLED" : "DISABLED");
    attribute.ifPresent(name -> ttl.put("AttributeName", name));
    return answer;
  }
}
