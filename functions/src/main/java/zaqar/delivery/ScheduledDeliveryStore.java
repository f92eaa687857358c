// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.GROUP;
import static zaqar.dynamodb.ControlTable.SLOW;
import static zaqar.dynamodb.ControlTable.TASK;
import static zaqar.dynamodb.MessageTable.DEFLATED_BODY;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.messages.StoredBody;
import zaqar.names.Sha256;

/**
 * Entries of the delivery queue that are due later than SQS holds anything back. Chance spreads
 * them over a few partitions, in each of which they lie in the order in which they are due. The
 * same entry is kept once, however often it is written.
 */
final class ScheduledDeliveryStore {
  /** How many entries one query reads. Few: some are large. */
  static final int MOST_READ = 100;

  /** Where nobody hands an entry over, it stays for as long as SQS would keep it. */
  private static final Duration RETENTION = Duration.ofDays(14);

  private final DynamoDbClient client;
  private final String table;
  private final BatchWrites writes;

  ScheduledDeliveryStore(Platform platform) {
    client = platform.dynamoDb().client();
    table = platform.settings().controlTable();
    writes = new BatchWrites(platform);
  }

  /**
   * An entry.
   *
   * @param due when it is to come out of the queue
   * @param group as SQS knows it
   */
  record Scheduled(Instant due, String body, boolean isSlow, String group) {
    private Map<String, AttributeValue> key() {
      return ControlTable.scheduled(due, Sha256.hex(body));
    }

    private Map<String, AttributeValue> item() {
      Map<String, AttributeValue> item = new HashMap<>(key());
      item.put(TASK, Attributes.bytes(StoredBody.deflated(body).bytes()));
      if (isSlow) {
        item.put(SLOW, AttributeValue.fromBool(true));
      }
      item.put(GROUP, Attributes.text(group));
      item.put(EXPIRES, Attributes.number(due.plus(RETENTION).getEpochSecond()));
      return item;
    }

    private static Scheduled of(Map<String, AttributeValue> item) {
      return new Scheduled(
          ControlTable.scheduledAt(item),
          new StoredBody(DEFLATED_BODY, Attributes.bytes(item, TASK)).text(),
          item.containsKey(SLOW),
          Attributes.text(item, GROUP));
    }
  }

  /** Keeps entries; whoever returns from here has them kept. */
  void keep(Collection<Scheduled> entries) {
    Map<Map<String, AttributeValue>, WriteRequest> puts = new HashMap<>();
    entries.forEach(
        entry ->
            puts.put(
                entry.key(), WriteRequest.builder().putRequest(p -> p.item(entry.item())).build()));
    writes.untilDone(table, List.copyOf(puts.values()));
  }

  /** The first entries of a partition that are due before a time. */
  List<Scheduled> dueBefore(int shard, Instant time) {
    return client
        .query(
            q ->
                q.tableName(table)
                    .consistentRead(true)
                    .limit(MOST_READ)
                    .keyConditionExpression("pk = :partition AND sk < :time")
                    .expressionAttributeValues(
                        Map.of(
                            ":partition", ControlTable.scheduledIn(shard),
                            ":time", Attributes.text(ControlTable.scheduledAt(time)))))
        .items()
        .stream()
        .map(Scheduled::of)
        .toList();
  }

  /** Deletes entries that SQS has. */
  void remove(List<Scheduled> entries) {
    writes.untilDone(
        table,
        entries.stream()
            .map(entry -> WriteRequest.builder().deleteRequest(d -> d.key(entry.key())).build())
            .toList());
  }
}
