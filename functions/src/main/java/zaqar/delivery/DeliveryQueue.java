// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.aws.SqsBatches;
import zaqar.settings.DeliverySettings;

/**
 * The queue of what is to be delivered. Receivers that answer slowly have a queue of their own, so
 * that nobody waits behind them.
 */
final class DeliveryQueue {
  /** The longest that a queue holds anything back. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final SqsBatches batches;
  private final DeliverySettings settings;
  private final Clock clock;

  DeliveryQueue(SqsClient client, DeliverySettings settings, Clock clock) {
    batches = new SqsBatches(client);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Puts tasks into the queue, to come out when they are due, or after a quarter of an hour. Those
   * of a project are a group there: SQS hands out what other projects have before the backlog of
   * one that has much under way.
   *
   * @throws IllegalStateException if it did not take some of them
   */
  void send(Stream<? extends DeliveryTask> tasks) {
    Map<Boolean, List<DeliveryTask>> bySpeed =
        tasks.collect(Collectors.groupingBy(DeliveryTask::isSlow));
    bySpeed.forEach(
        (isSlow, some) ->
            send(isSlow ? settings.slowDeliveryQueue() : settings.deliveryQueue(), some));
  }

  private void send(String url, List<DeliveryTask> tasks) {
    Instant now = clock.instant();
    batches.send(
        url,
        tasks.stream()
            .map(
                task ->
                    new SqsBatches.Entry(
                        task.write(),
                        delay(Duration.between(now, task.due())),
                        Optional.of(task.queue().project().hexHash()))));
  }

  private static Duration delay(Duration wait) {
    return Duration.ofSeconds(
        Math.clamp((wait.toMillis() + 999) / 1000, 0, LONGEST_DELAY.toSeconds()));
  }
}
