// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.random.RandomGenerator;
import zaqar.deadline.SteadyTime;

/** How a thread waits before it tries again, and how time passes; tests have their own. */
@FunctionalInterface
public interface Sleeper extends SteadyTime {
  /** Waits that long. */
  void sleep(Duration duration);

  /**
   * Waits from half the duration up to all of it, so that those who collided do not collide again.
   */
  default void sleepAbout(Duration duration, RandomGenerator random) {
    long most = duration.toNanos();
    sleep(Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1)));
  }

  /** Really sleeps. */
  static Sleeper real() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    };
  }
}
