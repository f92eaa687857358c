// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.local.Checkout;
import zaqar.local.store.Tables;
import zaqar.local.template.TableResource;
import zaqar.local.template.TableResource.Attribute;
import zaqar.local.template.TableResource.Key;
import zaqar.local.template.Template;

/** Makes tables that pools can be, or nearly, in the store of a local runtime. */
record MessageTables(URI endpoint) {
  private static final String CONTROL_TABLE = "ControlTable";
  private static final TableResource MODEL =
      Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of())
          .tables()
          .stream()
          .filter(table -> table.name().equals("MessageTable"))
          .findFirst()
          .orElseThrow();

  /** The URI of a new table like the template's. */
  String make() {
    return make(MODEL.attributes(), MODEL.keys(), MODEL.expiry(), MODEL.stream());
  }

  /** The same, with keys that are no bytes. */
  String withTextKeys() {
    List<Attribute> attributes =
        MODEL.attributes().stream().map(each -> new Attribute(each.name(), "S")).toList();
    return make(attributes, MODEL.keys(), MODEL.expiry(), MODEL.stream());
  }

  /** The same, without a sort key. */
  String withoutSortKey() {
    List<Key> keys = MODEL.keys().stream().filter(key -> key.type().equals("HASH")).toList();
    List<Attribute> attributes =
        MODEL.attributes().stream()
            .filter(each -> each.name().equals(keys.getFirst().attribute()))
            .toList();
    return make(attributes, keys, MODEL.expiry(), MODEL.stream());
  }

  /** The same, with TTL on this attribute, if any. */
  String withExpiry(Optional<String> attribute) {
    return make(MODEL.attributes(), MODEL.keys(), attribute, MODEL.stream());
  }

  /** The same, with a stream of this kind, if any. */
  String withStream(Optional<String> view) {
    return make(MODEL.attributes(), MODEL.keys(), MODEL.expiry(), view);
  }

  /**
   * Notes in the control table that a queue is in a pool, as its creation does; false if the pool
   * takes no queues.
   */
  boolean enter(String pool, String queue) {
    try (DynamoDbClient client = client()) {
      client.transactWriteItems(r -> r.transactItems(isOpen(pool), put(note(pool, queue))));
      return true;
    } catch (TransactionCanceledException refused) {
      return false;
    }
  }

  private static TransactWriteItem isOpen(String pool) {
    return TransactWriteItem.builder()
        .conditionCheck(
            c ->
                c.tableName(CONTROL_TABLE)
                    .key(key(pool))
                    .conditionExpression("attribute_exists(pk) AND attribute_not_exists(closing)"))
        .build();
  }

  private static Map<String, AttributeValue> key(String pool) {
    return Map.of("pk", AttributeValue.fromS("pools"), "sk", AttributeValue.fromS(pool));
  }

  private static TransactWriteItem put(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(p -> p.tableName(CONTROL_TABLE).item(item)).build();
  }

  /** Puts an item into the template's message table. */
  void putMessage(Map<String, AttributeValue> item) {
    try (DynamoDbClient client = client()) {
      client.putItem(r -> r.tableName(MODEL.name()).item(item));
    }
  }

  /** Marks a pool as closing, as a delete does that never ends. */
  void close(String pool) {
    try (DynamoDbClient client = client()) {
      client.updateItem(
          r ->
              r.tableName(CONTROL_TABLE)
                  .key(key(pool))
                  .updateExpression("SET closing = :closing")
                  .expressionAttributeValues(Map.of(":closing", AttributeValue.fromBool(true))));
    }
  }

  /** Takes away the note that a queue is in a pool. */
  void leave(String pool, String queue) {
    try (DynamoDbClient client = client()) {
      client.deleteItem(r -> r.tableName(CONTROL_TABLE).key(note(pool, queue)));
    }
  }

  private static Map<String, AttributeValue> note(String pool, String queue) {
    return Map.of("pk", AttributeValue.fromS("pool/" + pool), "sk", AttributeValue.fromS(queue));
  }

  /** Takes away the keys that bodies were encrypted with, as if there had never been any. */
  void forgetDataKeys() {
    try (DynamoDbClient client = client()) {
      client
          .queryPaginator(
              r ->
                  r.tableName(CONTROL_TABLE)
                      .keyConditionExpression("pk = :keys")
                      .expressionAttributeValues(
                          Map.of(":keys", AttributeValue.fromS("data-keys"))))
          .items()
          .forEach(
              item ->
                  client.deleteItem(
                      r ->
                          r.tableName(CONTROL_TABLE)
                              .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))));
    }
  }

  /** Takes a table away. */
  void drop(String table) {
    try (DynamoDbClient client = client()) {
      client.deleteTable(r -> r.tableName(table));
      client.waiter().waitUntilTableNotExists(r -> r.tableName(table));
    }
  }

  private DynamoDbClient client() {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  private String make(
      List<Attribute> attributes,
      List<Key> keys,
      Optional<String> expiry,
      Optional<String> stream) {
    String name = Template.STACK_NAME + "-pool-" + UUID.randomUUID();
    try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
      tables.createMissing(List.of(new TableResource(name, attributes, keys, expiry, stream)));
    }
    return "dynamodb://" + name;
  }
}
