// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import zaqar.deadline.SteadyTime;

/** How a thread waits before it tries again, and how time passes; tests have their own. */
@FunctionalInterface
public interface Sleeper extends SteadyTime {
  /** Waits that long. */
  void sleep(Duration duration);

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
