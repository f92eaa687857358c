// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.dynamodb.Ticks;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;
import zaqar.settings.DeliverySettings;
import zaqar.settings.TemplateVariables;

class DeliveryQueueTest {
  private static final Instant NOW = Ticks.START;
  private static final DeliverySettings SETTINGS = TemplateVariables.settings().delivery();

  private final Ticks clock = new Ticks();
  private final Sqs sqs = new Sqs();
  private final Table table = new Table();
  private final DeliveryQueue queue =
      new DeliveryQueue(
          sqs,
          new Platform(
              new DynamoDb(table, table, new ClockGuard(clock, Duration.ZERO)),
              TemplateVariables.settings(),
              new Parallel(Runnable::run),
              clock,
              Sleeper.real(),
              new Random(1)));

  /** A control table with scheduled deliveries alone; each query may take its time. */
  private final class Table implements DynamoDbClient {
    private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    private Duration time = Duration.ZERO;

    private static String key(Map<String, AttributeValue> item) {
      return item.get("pk").s() + " " + item.get("sk").s();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      for (WriteRequest write : request.requestItems().values().iterator().next()) {
        if (write.putRequest() == null) {
          items.remove(key(write.deleteRequest().key()));
        } else {
          items.put(key(write.putRequest().item()), write.putRequest().item());
        }
      }
      return BatchWriteItemResponse.builder().build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      clock.pass(time);
      String partition = request.expressionAttributeValues().get(":partition").s();
      String end = request.expressionAttributeValues().get(":time").s();
      return QueryResponse.builder()
          .items(
              items.values().stream()
                  .filter(item -> item.get("pk").s().equals(partition))
                  .filter(item -> item.get("sk").s().compareTo(end) < 0)
                  .limit(request.limit())
                  .toList())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** Takes what is sent, unless it is told to refuse the first entry so often. */
  private static final class Sqs implements SqsClient {
    private final List<SendMessageBatchRequest> requests = new ArrayList<>();
    private int refusals;

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      requests.add(request);
      return SendMessageBatchResponse.builder()
          .failed(
              refusals-- > 0
                  ? List.of(BatchResultErrorEntry.builder().id("0").code("Busy").build())
                  : List.of())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static DeliveryAttempt attempt(boolean isSlow, long secondsUntilDue) {
    Confirmation question =
        new Confirmation(Confirmation.Kind.SUBSCRIBE, NOW, NOW.plusSeconds(60), "");
    return DeliveryAttempt.first(
            new QueueKey(new ProjectId("p"), new QueueName("q")),
            new SubscriptionId(new Ulid(1, 2)),
            question,
            isSlow)
        .postponed(NOW.plusSeconds(secondsUntilDue));
  }

  private List<Integer> delays() {
    return sqs.requests.stream()
        .flatMap(request -> request.entries().stream())
        .map(SendMessageBatchRequestEntry::delaySeconds)
        .toList();
  }

  @Test
  void slowReceivers_haveAQueueOfTheirOwn() {
    queue.send(Stream.of(attempt(true, 0), attempt(false, 0), attempt(true, 0)));

    assertThat(SETTINGS.slowDeliveryQueue()).isNotEqualTo(SETTINGS.deliveryQueue());
    assertThat(sqs.requests)
        .extracting(SendMessageBatchRequest::queueUrl, request -> request.entries().size())
        .containsExactlyInAnyOrder(
            tuple(SETTINGS.slowDeliveryQueue(), 2), tuple(SETTINGS.deliveryQueue(), 1));
  }

  @Test
  void project_isAGroup() {
    queue.send(Stream.of(attempt(false, 0), attempt(false, 9)));

    assertThat(sqs.requests.getFirst().entries())
        .extracting(SendMessageBatchRequestEntry::messageGroupId)
        .containsOnly(new ProjectId("p").hexHash());
  }

  @Test
  void attempt_waitsUntilItIsDue() {
    queue.send(Stream.of(attempt(false, -5), attempt(false, 7), attempt(false, 900)));

    assertThat(delays()).containsExactly(0, 7, 900);
    assertThat(table.items).isEmpty();
  }

  /** It goes through SQS once, to the second, and by the way that it was meant to go. */
  @Test
  void attempt_thatIsDueLaterThanSqsCanWaitIsHandedOverAQuarterOfAnHourBefore() {
    queue.send(Stream.of(attempt(false, 901), attempt(true, 1_209_600)));
    assertThat(sqs.requests).isEmpty();
    assertThat(table.items).hasSize(2);

    queue.handOver();
    assertThat(sqs.requests).isEmpty();
    clock.set(NOW.plusSeconds(300));
    queue.handOver();
    queue.handOver();
    assertThat(delays()).containsExactly(601);
    clock.set(NOW.plusSeconds(1_209_600 - 77));
    queue.handOver();

    assertThat(delays()).containsExactly(601, 77);
    assertThat(sqs.requests)
        .extracting(SendMessageBatchRequest::queueUrl)
        .containsExactly(SETTINGS.deliveryQueue(), SETTINGS.slowDeliveryQueue());
    assertThat(sqs.requests.getLast().entries().getFirst().messageGroupId())
        .isEqualTo(new ProjectId("p").hexHash());
    assertThat(sqs.requests.getFirst().entries().getFirst().messageBody())
        .isEqualTo(attempt(false, 901).write());
    assertThat(table.items).isEmpty();
  }

  @Test
  void attempt_thatNobodyHandedOverInTimeGoesAtOnce() {
    queue.send(Stream.of(attempt(false, 1_000)));
    clock.set(NOW.plusSeconds(5_000));

    queue.handOver();

    assertThat(delays()).containsExactly(0);
  }

  @Test
  void attempt_thatIsScheduledTwiceIsThereOnce() {
    queue.send(Stream.of(attempt(false, 1_000), attempt(false, 1_000)));
    queue.send(Stream.of(attempt(false, 1_000)));

    assertThat(table.items).hasSize(1);
  }

  @Test
  void handOver_thatIsRefusedKeepsWhatItHadToHandOver() {
    queue.send(Stream.of(attempt(false, 1_000)));
    clock.set(NOW.plusSeconds(300));
    sqs.refusals = 3;

    assertThatIllegalStateException().isThrownBy(queue::handOver);
    assertThat(table.items).hasSize(1);
    queue.handOver();

    assertThat(table.items).isEmpty();
  }

  /** Another entry goes on; both together send each once. */
  @Test
  void handOver_ofMoreThanACallHasTimeForGoesOnInAnother() {
    queue.send(IntStream.range(0, 4_000).mapToObj(i -> attempt(false, 1_000 + i % 500)));
    queue.send(IntStream.range(0, 4_000).mapToObj(i -> attempt(false, 1_000).again(due(i), "")));
    int all = table.items.size();
    clock.set(NOW.plusSeconds(700));
    table.time = Duration.ofSeconds(1);

    queue.handOver();
    List<String> first = bodies();
    assertThat(first.getLast()).isEqualTo("{\"clock\":\"deliveries\"}");
    assertThat(DeliveryQueue.isHandOver(Json.parse(first.getLast()))).isTrue();
    table.time = Duration.ZERO;
    queue.handOver();

    assertThat(table.items).isEmpty();
    assertThat(bodies()).hasSize(all + 1).doesNotHaveDuplicates();
  }

  private static Instant due(int number) {
    return NOW.plusSeconds(1_000).plusMillis(number);
  }

  private List<String> bodies() {
    return sqs.requests.stream()
        .flatMap(request -> request.entries().stream())
        .map(SendMessageBatchRequestEntry::messageBody)
        .toList();
  }

  @Test
  void attempts_goTenAtATime() {
    queue.send(IntStream.range(0, 25).mapToObj(i -> attempt(false, 0)));

    assertThat(sqs.requests)
        .extracting(request -> request.entries().size())
        .containsExactly(10, 10, 5);
  }

  /** All entries of a call count, as bytes of UTF-8: ten of these are over the limit. */
  @Test
  void attemptsInChinese_goAsManyAtATimeAsTheQueueTakes() {
    queue.send(
        IntStream.range(0, 10)
            .mapToObj(i -> attempt(false, 0).again(NOW, "\u4e2d".repeat(10_000))));

    assertThat(sqs.requests).extracting(request -> request.entries().size()).containsExactly(8, 2);
  }

  @Test
  void entry_thatIsRefusedIsSentAgainWithoutTheOthers() {
    sqs.refusals = 1;
    queue.send(Stream.of(attempt(false, 0), attempt(false, 0)));

    assertThat(sqs.requests).extracting(request -> request.entries().size()).containsExactly(2, 1);
  }

  @Test
  void nothing_isNotSent() {
    queue.send(Stream.of());

    assertThat(sqs.requests).isEmpty();
  }

  @Test
  void refusal_isAFault() {
    sqs.refusals = Integer.MAX_VALUE;

    assertThatIllegalStateException()
        .isThrownBy(() -> queue.send(Stream.of(attempt(false, 0))))
        .withMessageContaining("Busy");
  }
}
