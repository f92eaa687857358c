// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import zaqar.cache.BoundedMap;
import zaqar.dynamodb.QueueInPool;

/**
 * Sheds posts when the store has no capacity for all of them. A post that is written in part and
 * then given up has used capacity that another post needed. So after a failed post an instance
 * admits nothing to that shard for a while. The time doubles with each failure and shrinks with
 * each success.
 */
final class LoadShedding {
  private static final int MOST_SHARDS = 10_000;

  /** Success eases by an eighth what a failure doubles, so that there are few failures. */
  private static final int EASING = 8;

  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final BoundedMap<Shard, Hold> holds = new BoundedMap<>(MOST_SHARDS);
  private final InstantSource clock;
  private final RandomGenerator random;

  LoadShedding(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  private record Shard(QueueInPool queue, int number) {}

  /**
   * How long nothing is let in.
   *
   * @param length the most that it lasts, which chance decides
   */
  private record Hold(Duration length, Instant until) {}

  /** Whether a post is to be refused without a try. */
  boolean isActive(QueueInPool queue, int shard) {
    return holds
        .get(new Shard(queue, shard))
        .filter(hold -> clock.instant().isBefore(hold.until()))
        .isPresent();
  }

  /** There was no capacity for a post. */
  void failed(QueueInPool queue, int shard) {
    holds.compute(
        new Shard(queue, shard),
        (key, before) -> {
          Duration length = before == null ? SHORTEST : before.length().multipliedBy(2);
          Duration most = length.compareTo(LONGEST) < 0 ? length : LONGEST;
          long chance = random.nextLong(most.toMillis());
          return new Hold(most, clock.instant().plusMillis(most.toMillis() / 2 + chance));
        });
  }

  /** A post got through. */
  void succeeded(QueueInPool queue, int shard) {
    holds.computeIfPresent(
        new Shard(queue, shard),
        (key, before) -> {
          Duration length = before.length().multipliedBy(EASING - 1).dividedBy(EASING);
          return length.compareTo(SHORTEST) < 0 ? null : new Hold(length, before.until());
        });
  }
}
