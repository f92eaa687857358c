// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.dynamodb.Ticks;
import zaqar.http.Json;
import zaqar.messages.StoredBody;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;
import zaqar.settings.TemplateVariables;
import zaqar.subscriptions.SubscriptionStore;

/** A call divides what it has time for, and what comes again is little. */
class FanOutTest {
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));
  private static final int MESSAGES = 100;

  private final Ticks clock = new Ticks();
  private final Table table = new Table();
  private final Sqs sqs = new Sqs();

  /** A control table with subscriptions alone; each query takes its time. */
  private final class Table implements DynamoDbClient {
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    private Duration time = Duration.ZERO;
    private int queries;

    void add(int count) {
      for (int i = 0; i < count; i++) {
        add(i, "{}");
      }
    }

    void add(int number, String options) {
      items.add(item(new SubscriptionId(new Ulid(1, number)), options));
    }

    private static Map<String, AttributeValue> item(SubscriptionId id, String options) {
      return Map.ofEntries(
          Map.entry("pk", ControlTable.subscriptionsOf(QUEUE.hexHash())),
          Map.entry("sk", AttributeValue.fromS(ControlTable.SUBSCRIPTION_ID + id)),
          Map.entry(ControlTable.PROJECT, AttributeValue.fromS("p")),
          Map.entry(ControlTable.QUEUE, AttributeValue.fromS("q")),
          Map.entry(ControlTable.SUBSCRIBER, AttributeValue.fromS("https://example.com/" + id)),
          Map.entry(ControlTable.TTL, AttributeValue.fromN("300")),
          Map.entry(ControlTable.CREATED, AttributeValue.fromN("1")),
          Map.entry(ControlTable.ENDS, AttributeValue.fromN("99999999999999")),
          Map.entry(ControlTable.OPTIONS, AttributeValue.fromS(options)),
          Map.entry(ControlTable.SECRET, AttributeValue.fromS("whsec_")),
          Map.entry(ControlTable.CONSENT, AttributeValue.fromS("GIVEN")),
          Map.entry(ControlTable.SLOW, AttributeValue.fromN("0")),
          Map.entry(ControlTable.VERSION, AttributeValue.fromN("1")));
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      queries++;
      clock.pass(time);
      String after = request.expressionAttributeValues().get(":after").s();
      List<Map<String, AttributeValue>> behind =
          items.stream().filter(item -> item.get("sk").s().compareTo(after) >= 0).toList();
      List<Map<String, AttributeValue>> page =
          behind.subList(0, Math.min(request.limit(), behind.size()));
      QueryResponse.Builder response = QueryResponse.builder().items(page);
      return page.size() < behind.size()
          ? response.lastEvaluatedKey(page.getLast()).build()
          : response.build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** Keeps what is sent. */
  private static final class Sqs implements SqsClient {
    private final List<JsonNode> entries = new ArrayList<>();
    private int calls;

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      calls++;
      request.entries().stream()
          .map(SendMessageBatchRequestEntry::messageBody)
          .map(Json::parse)
          .forEach(entries::add);
      return SendMessageBatchResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private FanOut fanOut() {
    Platform platform =
        new Platform(
            new DynamoDb(table, table, new ClockGuard(clock, Duration.ZERO)),
            TemplateVariables.settings(),
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(1));
    return new FanOut(
        new SubscriptionStore(platform),
        new BodyFilters(
            (queue, message) -> message.body().map(StoredBody::text), platform.parallel()),
        new DeliveryQueue(sqs, platform),
        clock);
  }

  private static RemainingFanOut announcement(int messages) {
    return announcement(messages, "%s");
  }

  private static RemainingFanOut announcement(int messages, String body) {
    return new RemainingFanOut(
        new Announcement(
            QUEUE,
            IntStream.range(0, messages)
                .mapToObj(
                    n ->
                        new AnnouncedMessage(
                            new MessageId(new Ulid(1, n), (byte) 0),
                            Optional.empty(),
                            0,
                            Instant.EPOCH,
                            Duration.ofSeconds(300),
                            Duration.ZERO,
                            false,
                            Optional.of(StoredBody.of(body.formatted(n)))))
                .toList()),
        "");
  }

  /** The deliveries of all pages, and what is left of the announcement, if anything is. */
  private Optional<RemainingFanOut> collect(Set<String> deliveries, int from) {
    Optional<RemainingFanOut> rest = Optional.empty();
    for (JsonNode entry : sqs.entries.subList(from, sqs.entries.size())) {
      if (RemainingFanOut.isOne(entry)) {
        rest = Optional.of(RemainingFanOut.read(entry));
      } else {
        DeliveryPage.read(entry)
            .attempts()
            .forEach(each -> deliveries.add(each.subscription() + each.content().key()));
      }
    }
    return rest;
  }

  /** Of the bodies {"n": 0} to {"n": 9}, one subscriber wants two, one none, and one all. */
  @Test
  void filters_keepMessagesFromTheQueue() {
    table.add(1, "{\"_filter\": {\"n\": [3, {\"numeric\": [\">\", 8]}]}}");
    table.add(2, "{\"_filter\": {\"other\": [1]}}");
    table.add(3, "{}");

    assertThat(fanOut().divide(announcement(10, "{\"n\": %s}"))).isEmpty();

    Set<String> deliveries = new HashSet<>();
    assertThat(collect(deliveries, 0)).isEmpty();
    assertThat(deliveries).hasSize(12);
  }

  @Test
  void filters_thatLetNothingPassSendNothing() {
    table.add(1, "{\"_filter\": {\"n\": [100]}}");

    assertThat(fanOut().divide(announcement(10, "{\"n\": %s}"))).isEmpty();
    assertThat(fanOut().divide(announcement(10, "%s"))).isEmpty();
    assertThat(sqs.entries).isEmpty();
  }

  @Test
  void fanOut_of400SubscribersTimes100MessagesIs2000EntriesOfOneCall() {
    table.add(400);

    assertThat(fanOut().divide(announcement(MESSAGES))).isEmpty();

    Set<String> deliveries = new HashSet<>();
    assertThat(collect(deliveries, 0)).isEmpty();
    assertThat(deliveries).hasSize(400 * MESSAGES);
    assertThat(sqs.entries).hasSize(2_000);
    assertThat(sqs.calls).isEqualTo(200);
    assertThat(table.queries).isEqualTo(4);
  }

  @Test
  void fanOut_ofMoreSubscribersThanACallReadsGoesOnWhereItEnded() {
    table.add(1_201);
    Set<String> deliveries = new HashSet<>();
    Optional<RemainingFanOut> rest = Optional.of(announcement(MESSAGES));
    int calls = 0;

    while (rest.isPresent()) {
      int before = sqs.entries.size();
      assertThat(fanOut().divide(rest.get())).isEmpty();
      rest = collect(deliveries, before);
      calls++;
    }

    assertThat(calls).isEqualTo(3);
    assertThat(deliveries).hasSize(1_201 * MESSAGES);
  }

  @Test
  void fanOut_endsInTimeWhereTheStoreIsSlow() {
    table.add(400);
    table.time = Duration.ofSeconds(5);
    Set<String> deliveries = new HashSet<>();

    fanOut().divide(announcement(MESSAGES));

    Optional<RemainingFanOut> rest = collect(deliveries, 0);
    assertThat(table.queries).isEqualTo(2);
    assertThat(deliveries).hasSize(200 * MESSAGES);
    assertThat(rest).isPresent();
    table.time = Duration.ZERO;
    fanOut().divide(rest.get());
    collect(deliveries, 0);
    assertThat(deliveries).hasSize(400 * MESSAGES);
  }

  @Test
  void fanOut_ofOnePageGoesNowhere() {
    table.add(5);

    Optional<DeliveryPage> page = fanOut().divide(announcement(4));

    assertThat(page.map(DeliveryPage::attempts))
        .hasValueSatisfying(all -> assertThat(all).hasSize(20));
    assertThat(sqs.entries).isEmpty();
  }

  @Test
  void fanOut_withoutSubscribersSendsNothing() {
    assertThat(fanOut().divide(announcement(4))).isEmpty();
    assertThat(sqs.entries).isEmpty();
  }
}
