// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * When to kill the runtime, drawn from a seed, and then a time of peace, in which growth would
 * show.
 *
 * @param kills the time before each, from the moment when all was back from the one before
 * @param rest the longest time between two posts of a producer
 */
record Plan(long seed, List<Duration> kills, Duration peace, Duration rest) {
  /** A kill and what follows take so long on average. */
  private static final Duration ABOUT = Duration.ofSeconds(23);

  Plan {
    kills = List.copyOf(kills);
  }

  /** Three kills under much load, in half a minute. */
  static Plan brief(long seed) {
    return new Plan(
        seed,
        kills(seed, 3, Duration.ofSeconds(2), Duration.ofSeconds(4)),
        Duration.ofSeconds(3),
        Duration.ofMillis(300));
  }

  /** Kills every ten to thirty seconds for two fifths of the time, then peace. */
  static Plan lasting(long seed, Duration length) {
    Duration war = length.multipliedBy(2).dividedBy(5);
    int count = Math.max(3, (int) war.dividedBy(ABOUT));
    return new Plan(
        seed,
        kills(seed, count, Duration.ofSeconds(10), Duration.ofSeconds(30)),
        length.minus(war),
        Duration.ofSeconds(1));
  }

  private static List<Duration> kills(long seed, int count, Duration shortest, Duration longest) {
    Random random = new Random(seed);
    return Stream.generate(() -> between(shortest, longest, random)).limit(count).toList();
  }

  private static Duration between(Duration shortest, Duration longest, Random random) {
    return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
  }
}
