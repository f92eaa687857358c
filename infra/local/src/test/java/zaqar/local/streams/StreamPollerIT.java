// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import zaqar.local.aws.Clients;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.StreamSource;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.Endpoint;
import zaqar.store.misbehaviour.Hazard;
import zaqar.store.misbehaviour.MisbehavingOperations;
import zaqar.store.misbehaviour.MisbehavingStore;
import zaqar.store.misbehaviour.Misbehaviour;

/**
 * The poller at a store whose shards are divided again and again, and whose calls fail at times.
 */
class StreamPollerIT {
  private static final int CHANGES = 60;
  private static final int KEYS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Misbehaviour BAD =
      Misbehaviour.NONE
          .dividingShardsAfter(7)
          .with(Hazard.CALL_FAILED, 0.02)
          .with(Hazard.ANSWER_LOST, 0.02)
          .by(1);

  /** What each key was changed to, in the order in which the function was called. */
  private final List<Map.Entry<String, Integer>> seen = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  private static void createTable(DynamoDbClient client) {
    client.createTable(
        r ->
            r.tableName("items")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("p")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("p").keyType(KeyType.HASH).build())
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
  }

  private static void change(DynamoDbClient client, int number) {
    client.putItem(
        r ->
            r.tableName("items")
                .item(
                    Map.of(
                        "p", AttributeValue.fromS("key" + number % KEYS),
                        "n", AttributeValue.fromN(Integer.toString(number)))));
  }

  private StreamsEventResponse take(DynamodbEvent event) {
    event.getRecords().stream()
        .map(each -> each.getDynamodb().getNewImage())
        .forEach(
            it -> seen.add(Map.entry(it.get("p").getS(), Integer.valueOf(it.get("n").getN()))));
    return new StreamsEventResponse();
  }

  @Test
  void changes_reachTheFunctionInTheOrderOfTheirKeys() throws Exception {
    MisbehavingStore store = new MisbehavingStore(BAD, Clock.systemUTC());
    Api api = new Api(store);
    MisbehavingOperations operations = new MisbehavingOperations(api, store, time -> {});
    StreamSource source =
        new StreamSource(
            "items",
            true,
            10,
            Duration.ZERO,
            true,
            List.of(),
            new StreamSource.Failures(false, Optional.empty(), Optional.empty(), Optional.empty()));
    EventFunction<DynamodbEvent, StreamsEventResponse> function =
        new EventFunction<>("Taker", 128, PATIENCE, (event, context) -> take(event));
    try (Endpoint good = Endpoint.open(new Protocol(api, Clock.systemUTC()), 0);
        Endpoint bad = Endpoint.open(new Protocol(operations, Clock.systemUTC()), 0);
        DynamoDbClient client = Clients.client(DynamoDbClient.builder(), good.uri())) {
      createTable(client);
      try (StreamPoller poller =
          StreamPoller.start(source, function, folder, bad.uri(), Optional.empty())) {
        for (int number = 0; number < CHANGES; number++) {
          change(client, number);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (seen.stream().distinct().count() < CHANGES && System.nanoTime() < end) {
          Thread.sleep(50);
        }
        assertThat(poller).isNotNull();
      }
    }

    assertThat(seen.stream().distinct()).hasSize(CHANGES);
    for (int key = 0; key < KEYS; key++) {
      String name = "key" + key;
      assertThat(seen.stream().filter(it -> it.getKey().equals(name)).distinct().toList())
          .extracting(Map.Entry::getValue)
          .isSorted();
    }
  }
}
