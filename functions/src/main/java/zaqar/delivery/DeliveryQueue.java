// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.aws.SqsBatches;
import zaqar.delivery.ScheduledDeliveryStore.Scheduled;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.settings.DeliverySettings;

/**
 * The queue of what is to be delivered. Receivers that answer slowly have a queue of their own, so
 * that nobody waits behind them. What is due later than SQS holds anything back waits in the
 * control table, until the clock has it handed over.
 */
final class DeliveryQueue {
  /** The longest that SQS holds anything back. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /** No further part of a hand-over begins later than that. */
  private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(8);

  /** The entry that has it done; the clock sends it, as template.yaml says. */
  private static final String HAND_OVER = "{\"clock\":\"deliveries\"}";

  private final SqsBatches batches;
  private final ScheduledDeliveryStore scheduled;
  private final DeliverySettings settings;
  private final Parallel parallel;
  private final Clock clock;

  DeliveryQueue(SqsClient client, Platform platform) {
    batches = new SqsBatches(client);
    scheduled = new ScheduledDeliveryStore(platform);
    settings = platform.settings().delivery();
    parallel = platform.parallel();
    clock = platform.clock();
  }

  /**
   * Puts tasks into the queue, to come out when they are due. Those of a project are a group there:
   * SQS hands out what other projects have before the backlog of one that has much under way.
   *
   * @throws IllegalStateException if it did not take some of them
   */
  void send(Stream<? extends DeliveryTask> tasks) {
    Instant horizon = clock.instant().plus(LONGEST_DELAY);
    List<Scheduled> entries =
        tasks
            .map(
                task ->
                    new Scheduled(
                        task.due(), task.write(), task.isSlow(), task.queue().project().hexHash()))
            .toList();
    sendAtOnce(entries.stream().filter(entry -> !entry.due().isAfter(horizon)).toList());
    scheduled.keep(entries.stream().filter(entry -> entry.due().isAfter(horizon)).toList());
  }

  private void sendAtOnce(List<Scheduled> entries) {
    Instant now = clock.instant();
    Map<Boolean, List<Scheduled>> bySpeed =
        entries.stream().collect(Collectors.groupingBy(Scheduled::isSlow));
    bySpeed.forEach(
        (isSlow, some) ->
            batches.send(
                isSlow ? settings.slowDeliveryQueue() : settings.deliveryQueue(),
                some.stream()
                    .map(
                        entry ->
                            new SqsBatches.Entry(
                                entry.body(),
                                delay(Duration.between(now, entry.due())),
                                Optional.of(entry.group())))));
  }

  static boolean isHandOver(JsonNode document) {
    return document.has("clock");
  }

  private static Duration delay(Duration wait) {
    return Duration.ofSeconds(
        Math.clamp((wait.toMillis() + 999) / 1000, 0, LONGEST_DELAY.toSeconds()));
  }

  /**
   * Hands over to SQS what waits in the control table and is due within a quarter of an hour, the
   * first first. An entry is deleted when SQS has it: so none is lost, and one may come twice.
   * Another call goes on with what this one has no time for.
   */
  void handOver() {
    Instant begin = clock.instant();
    List<Boolean> areDone =
        parallel.map(
            IntStream.range(0, ControlTable.SCHEDULED_SHARDS).boxed().toList(),
            shard -> handOver(shard, begin));
    if (areDone.contains(false)) {
      batches.send(
          settings.deliveryQueue(),
          Stream.of(new SqsBatches.Entry(HAND_OVER, Duration.ZERO, Optional.empty())));
    }
  }

  private boolean handOver(int shard, Instant begin) {
    while (!clock.instant().isAfter(begin.plus(LONGEST_HAND_OVER))) {
      List<Scheduled> due = scheduled.dueBefore(shard, begin.plus(LONGEST_DELAY));
      sendAtOnce(due);
      scheduled.remove(due);
      if (due.size() < ScheduledDeliveryStore.MOST_READ) {
        return true;
      }
    }
    return false;
  }
}
