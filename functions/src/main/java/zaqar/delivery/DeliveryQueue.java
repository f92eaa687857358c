package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import zaqar.settings.DeliverySettings;

/**
 * What is to be delivered, kept until it was. Receivers that answer slowly have a queue of their
 * own, so that nobody waits behind them.
 */
final class DeliveryQueue {
  /** What one call takes. */
  private static final int MOST_ENTRIES = 10;

  private static final int MOST_BYTES = 60_000;

  /** The longest that a queue holds anything back. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final SqsClient client;
  private final DeliverySettings settings;
  private final Clock clock;

  DeliveryQueue(SqsClient client, DeliverySettings settings, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Puts attempts into the queue, to come out when they are due, or after a quarter of an hour.
   *
   * @throws IllegalStateException if it did not take some of them
   */
  void send(Stream<Attempt> attempts) {
    Map<Boolean, List<Attempt>> bySpeed = attempts.collect(Collectors.groupingBy(Attempt::isSlow));
    bySpeed.forEach(
        (isSlow, some) ->
            send(isSlow ? settings.slowDeliveryQueue() : settings.deliveryQueue(), some));
  }

  private void send(String url, List<Attempt> attempts) {
    Instant now = clock.instant();
    List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
    int bytes = 0;
    for (Attempt attempt : attempts) {
      String body = attempt.write();
      if (batch.size() == MOST_ENTRIES || bytes + body.length() > MOST_BYTES) {
        sendBatch(url, batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(entry(batch.size(), body, Duration.between(now, attempt.due())));
      bytes += body.length();
    }
    sendBatch(url, batch);
  }

  private void sendBatch(String url, List<SendMessageBatchRequestEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<BatchResultErrorEntry> failed =
        client.sendMessageBatch(r -> r.queueUrl(url).entries(batch)).failed();
    if (!failed.isEmpty()) {
      throw new IllegalStateException("the delivery queue refused: " + failed.getFirst().code());
    }
  }

  private static SendMessageBatchRequestEntry entry(int number, String body, Duration wait) {
    long seconds = Math.clamp((wait.toMillis() + 999) / 1000, 0, LONGEST_DELAY.toSeconds());
    return SendMessageBatchRequestEntry.builder()
        .id(Integer.toString(number))
        .messageBody(body)
        .delaySeconds((int) seconds)
        .build();
  }
}
