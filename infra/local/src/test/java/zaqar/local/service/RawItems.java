// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.settings.Settings;

/** The items of a queue of one shard, for whoever looks into the tables, or lays hands on them. */
final class RawItems {
  private static final Settings SETTINGS = Settings.from(TestStore.environment(Map.of()));
  private static final long STEP = 1 << 10;
  private static final int AT_ONCE = 25;
  private static final int WRITERS = 3;
  private static final int PATIENCE = 10;
  private static final DynamoDb DYNAMO_DB =
      DynamoDb.connect(SETTINGS, Clock.systemUTC(), DynamoDb.connections());

  private final QueueInPool place;

  /** Of a queue of the project that instances call for. */
  RawItems(String queue) {
    QueueKey key = new QueueKey(new ProjectId("p"), new QueueName(queue));
    place = new QueueInPool(key, SETTINGS.messageTable());
  }

  /** The items of messages, in their order, then those of bodies. */
  List<Map<String, AttributeValue>> items() {
    List<Map<String, AttributeValue>> items = new ArrayList<>(of(MessageTable.messages(place, 0)));
    items.addAll(
        of(MessageTable.body(place, new MessageId(Ulid.MIN, 0)).get(MessageTable.PARTITION)));
    return items;
  }

  /** Puts an item of a message, a body or a claim there as it is. */
  void put(Map<String, AttributeValue> item) {
    DYNAMO_DB.client().putItem(r -> r.tableName(place.table()).item(item));
  }

  /**
   * Puts so many copies of a message there, each a little younger than the one before, 64 to a
   * millisecond: so they are there sooner than if all were posted.
   */
  void multiply(Map<String, AttributeValue> item, int copies) {
    Ulid first = Ulid.from(item.get(MessageTable.ID).b().asByteArray());
    List<WriteRequest> puts =
        IntStream.rangeClosed(1, copies)
            .mapToObj(
                i -> {
                  Ulid id =
                      new Ulid(
                          first.getMostSignificantBits() + (long) i * STEP,
                          first.getLeastSignificantBits());
                  Map<String, AttributeValue> copy = new HashMap<>(item);
                  SdkBytes bytes = SdkBytes.fromByteArray(id.toBytes());
                  copy.put(MessageTable.ID, AttributeValue.fromB(bytes));
                  return WriteRequest.builder().putRequest(p -> p.item(copy)).build();
                })
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<CompletableFuture<Void>> writing = new ArrayList<>();
      for (int i = 0; i < puts.size(); i += AT_ONCE) {
        List<WriteRequest> chunk = puts.subList(i, Math.min(puts.size(), i + AT_ONCE));
        writing.add(CompletableFuture.runAsync(() -> write(chunk), threads));
      }
      writing.forEach(CompletableFuture::join);
    }
  }

  /** These may be put twice, so that a machine that is slow in real time gets another chance. */
  private void write(List<WriteRequest> puts) {
    for (int attempt = 1; ; attempt++) {
      try {
        DYNAMO_DB.client().batchWriteItem(r -> r.requestItems(Map.of(place.table(), puts)));
        return;
      } catch (SdkClientException slow) {
        if (attempt == PATIENCE) {
          throw slow;
        }
      }
    }
  }

  /** Puts an item of the queue itself there as it is. */
  static void putIntoControlTable(Map<String, AttributeValue> item) {
    DYNAMO_DB.client().putItem(r -> r.tableName(SETTINGS.controlTable()).item(item));
  }

  /** The state of the queue. */
  Map<String, AttributeValue> state() {
    return DYNAMO_DB
        .client()
        .getItem(
            r ->
                r.tableName(SETTINGS.controlTable())
                    .key(ControlTable.state(place.queue()))
                    .consistentRead(true))
        .item();
  }

  private List<Map<String, AttributeValue>> of(AttributeValue partition) {
    return DYNAMO_DB
        .client()
        .query(
            r ->
                r.tableName(place.table())
                    .keyConditionExpression("p = :p")
                    .expressionAttributeValues(Map.of(":p", partition))
                    .consistentRead(true))
        .items();
  }

  /** All that an item says, as text. */
  static String text(Map<String, AttributeValue> item) {
    StringBuilder text = new StringBuilder();
    item.values()
        .forEach(
            value ->
                text.append(
                    value.b() == null ? value : value.b().asString(StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  /** Changes the encrypted body of an item. */
  void change(Map<String, AttributeValue> item, Function<byte[], byte[]> change) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    byte[] encrypted = item.get(MessageTable.ENCRYPTED_BODY).b().asByteArray();
    changed.put(
        MessageTable.ENCRYPTED_BODY,
        AttributeValue.fromB(SdkBytes.fromByteArray(change.apply(encrypted))));
    DYNAMO_DB.client().putItem(r -> r.tableName(place.table()).item(changed));
  }

  /** The names of all data keys. */
  static List<AttributeValue> dataKeys() {
    return DYNAMO_DB
        .client()
        .query(
            r ->
                r.tableName(SETTINGS.controlTable())
                    .keyConditionExpression("pk = :keys")
                    .expressionAttributeValues(Map.of(":keys", AttributeValue.fromS("data-keys"))))
        .items()
        .stream()
        .map(item -> item.get("sk"))
        .toList();
  }

  /** Takes a data key away. */
  static void deleteDataKey(AttributeValue name) {
    Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("data-keys"), "sk", name);
    DYNAMO_DB.client().deleteItem(r -> r.tableName(SETTINGS.controlTable()).key(key));
  }
}
