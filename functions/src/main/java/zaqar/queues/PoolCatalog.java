// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Duration;
import java.util.Optional;
import zaqar.names.ProjectId;

/** Decides which pools queues are put into (contract 11.3). */
public interface PoolCatalog {
  /** Whether a project has a flavor. */
  boolean exists(ProjectId project, String flavor);

  /** A pool of a flavor, or of none, that takes queues; empty if there is none. */
  Optional<PoolTable> choose(Optional<String> flavor);

  /** Lets the next choice look anew: a pool that was chosen takes no queues any more. */
  void forget();

  /** Whether a pool belongs to a flavor, or to none. */
  boolean isOf(String pool, Optional<String> flavor);

  /**
   * How long a queue is kept that nobody deletes; empty if for ever. Of queues that have an end
   * nothing is remembered after it, so that nobody may use their names again.
   */
  default Optional<Duration> life() {
    return Optional.empty();
  }
}
