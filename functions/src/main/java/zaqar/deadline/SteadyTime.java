// SPDX-License-Identifier: Apache-2.0
package zaqar.deadline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The time that nobody sets: the system's, unless a test has one of its own. */
public interface SteadyTime {
  /** The system's. */
  SteadyTime SYSTEM = new SteadyTime() {};

  /** Nanoseconds since some time. */
  default long nanoTime() {
    return System.nanoTime();
  }

  /** Ends work that takes longer, with a {@link java.util.concurrent.TimeoutException}. */
  default <T> CompletableFuture<T> limit(CompletableFuture<T> work, Duration limit) {
    return work.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
