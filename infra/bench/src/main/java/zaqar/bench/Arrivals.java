// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When operations are to begin in an open loop, whatever the answers take: at random, as requests
 * of many independent users come, and so many a second on average. The same seed makes the same
 * times.
 */
final class Arrivals {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final double mean;
  private final SplittableRandom random;
  private double next;

  /** So many a second. */
  Arrivals(double perSecond, long seed) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("no arrivals");
    }
    this.mean = SECOND / perSecond;
    this.random = new SplittableRandom(seed);
  }

  /** When the next one is to begin, in nanoseconds after the first could. Each is given once. */
  synchronized long next() {
    next += -Math.log(1 - random.nextDouble()) * mean;
    return (long) next;
  }
}
