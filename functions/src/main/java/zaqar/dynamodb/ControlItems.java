// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Items of the control table that are few and seldom change: read with strong consistency, written
 * all or none.
 */
public final class ControlItems {
  /** The most writes in one transaction. */
  private static final int MOST = 100;

  private static final String OF_VERSION = "version = :version";

  private final DynamoDb dynamoDb;
  private final DynamoDbClient client;
  private final String table;
  private final Transactions transactions;

  /** Works on the control table. */
  public ControlItems(Platform platform) {
    dynamoDb = platform.dynamoDb();
    client = dynamoDb.client();
    table = platform.settings().controlTable();
    transactions = new Transactions(platform);
  }

  /** The name of the table. */
  public String table() {
    return table;
  }

  /** The item with a key. */
  public Optional<Map<String, AttributeValue>> find(Map<String, AttributeValue> key) {
    return dynamoDb.find(table, key);
  }

  /** All items of a partition, in order. */
  public List<Map<String, AttributeValue>> all(AttributeValue partition) {
    return client.queryPaginator(after(partition, "").build()).items().stream().toList();
  }

  /** Up to {@code count} items of a partition, those after {@code marker}, in order. */
  public List<Map<String, AttributeValue>> listAfter(
      AttributeValue partition, String marker, int count) {
    return client.queryPaginator(after(partition, marker).limit(count).build()).items().stream()
        .limit(count)
        .toList();
  }

  /** The same as one query returns it: up to a megabyte, with what it took. */
  public QueryResponse page(AttributeValue partition, String marker, int count) {
    return client.query(after(partition, marker).limit(count).build());
  }

  /** Whether a partition has any item. */
  public boolean any(AttributeValue partition) {
    return !listAfter(partition, "", 1).isEmpty();
  }

  private QueryRequest.Builder after(AttributeValue partition, String marker) {
    QueryRequest.Builder query = QueryRequest.builder().tableName(table).consistentRead(true);
    return marker.isEmpty()
        ? query
            .keyConditionExpression("pk = :partition")
            .expressionAttributeValues(Map.of(":partition", partition))
        : query
            .keyConditionExpression("pk = :partition AND sk > :marker")
            .expressionAttributeValues(
                Map.of(":partition", partition, ":marker", Attributes.text(marker)));
  }

  /** Writes an item, whatever is there. */
  public void write(Map<String, AttributeValue> item) {
    client.putItem(p -> p.tableName(table).item(item));
  }

  /** Deletes an item if a condition holds; false if it does not. */
  public boolean removeIf(
      Map<String, AttributeValue> key, String condition, Map<String, AttributeValue> values) {
    try {
      client.deleteItem(
          d ->
              d.tableName(table)
                  .key(key)
                  .conditionExpression(condition)
                  .expressionAttributeValues(values));
      return true;
    } catch (ConditionalCheckFailedException refused) {
      return false;
    }
  }

  /** A write of an item, whatever is there. */
  public TransactWriteItem put(Map<String, AttributeValue> item) {
    return Transactions.put(table, item);
  }

  /** A write of an item where there is none. */
  public TransactWriteItem putIfAbsent(Map<String, AttributeValue> item) {
    return Transactions.putIf(table, item, "attribute_not_exists(pk)", Map.of());
  }

  /** A write of an item in place of the one with this version. */
  public TransactWriteItem putIfVersion(Map<String, AttributeValue> item, long version) {
    return Transactions.putIf(table, item, OF_VERSION, version(version));
  }

  /**
   * A change of the item with this version, whose other attributes stay as they are.
   *
   * @param set the attributes with new values
   * @param removed the name of one that goes; null if none does
   */
  public TransactWriteItem updateIfVersion(
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> set,
      @Nullable String removed,
      long version) {
    Map<String, String> names = new HashMap<>(Map.of("#version", "version"));
    Map<String, AttributeValue> values = new HashMap<>(version(version));
    List<String> changes = new ArrayList<>();
    set.forEach(
        (name, value) -> {
          names.put("#" + changes.size(), name);
          values.put(":" + changes.size(), value);
          changes.add("#" + changes.size() + " = :" + changes.size());
        });
    if (removed != null) {
      names.put("#removed", removed);
    }
    String update =
        "SET " + String.join(", ", changes) + (removed == null ? "" : " REMOVE #removed");
    return TransactWriteItem.builder()
        .update(
            u ->
                u.tableName(table)
                    .key(key)
                    .updateExpression(update)
                    .conditionExpression("#version = :version")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values))
        .build();
  }

  /** A delete of an item, whether or not it is there. */
  public TransactWriteItem delete(Map<String, AttributeValue> key) {
    return Transactions.delete(table, key);
  }

  /** A delete of the item with this version. */
  public TransactWriteItem deleteIfVersion(Map<String, AttributeValue> key, long version) {
    return Transactions.deleteIf(table, key, OF_VERSION, version(version));
  }

  private static Map<String, AttributeValue> version(long version) {
    return Map.of(":version", Attributes.number(version));
  }

  /**
   * Makes all writes or none; false if a condition does not hold. More than a hundred are made by
   * hundreds.
   */
  public boolean commit(List<TransactWriteItem> writes) {
    return Chunks.of(writes, MOST).stream().allMatch(some -> transactions.commit(some).isEmpty());
  }
}
