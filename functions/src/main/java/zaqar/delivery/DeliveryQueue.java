package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** What is to be delivered, kept until it was. */
final class DeliveryQueue {
  /** What one call takes. */
  private static final int MOST_ENTRIES = 10;

  private static final int MOST_BYTES = 60_000;

  /** The longest that the queue holds anything back. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final SqsClient client;
  private final String url;
  private final Clock clock;

  DeliveryQueue(SqsClient client, String url, Clock clock) {
    this.client = client;
    this.url = url;
    this.clock = clock;
  }

  /**
   * Puts attempts into the queue, to come out when they are due, or after a quarter of an hour.
   *
   * @throws IllegalStateException if it did not take some of them
   */
  void send(Stream<Attempt> attempts) {
    Instant now = clock.instant();
    List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
    int bytes = 0;
    for (Attempt attempt : (Iterable<Attempt>) attempts::iterator) {
      String body = attempt.write();
      if (batch.size() == MOST_ENTRIES || bytes + body.length() > MOST_BYTES) {
        send(batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(entry(batch.size(), body, Duration.between(now, attempt.due())));
      bytes += body.length();
    }
    if (!batch.isEmpty()) {
      send(batch);
    }
  }

  private void send(List<SendMessageBatchRequestEntry> batch) {
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
