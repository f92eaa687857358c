// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;
import zaqar.settings.DeliverySettings;
import zaqar.settings.TemplateVariables;

class DeliveryQueueTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final DeliverySettings SETTINGS = TemplateVariables.settings().delivery();

  private final Sqs sqs = new Sqs();
  private final DeliveryQueue queue =
      new DeliveryQueue(sqs, SETTINGS, Clock.fixed(NOW, ZoneOffset.UTC));

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
  void attempt_waitsUntilItIsDueOrAQuarterOfAnHour() {
    queue.send(Stream.of(attempt(false, -5), attempt(false, 7), attempt(false, 86_400)));

    assertThat(delays()).containsExactly(0, 7, 900);
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
