// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.Optional;
import zaqar.http.Problem;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;

/** The pools that queues are put into, and the flavors that name them (contract 11.3). */
public interface PoolCatalog {
  /** Whether a project has a flavor. */
  boolean exists(ProjectId project, String flavor);

  /** A pool of a flavor, or of none, that takes queues; empty if there is none. */
  Optional<PoolTable> choose(Optional<String> flavor);

  /** Lets the next choice read the pools anew: one that was chosen takes no queues any more. */
  void forget();

  /** Whether a pool belongs to a flavor, or to none. */
  boolean isOf(String pool, Optional<String> flavor);

  /** Whether there is one pool alone, to try it out: of its queues nothing stays behind. */
  default boolean isPinned() {
    return false;
  }

  /**
   * The pool for a new queue.
   *
   * @throws Problem if there is none of the flavor that it asks for
   */
  default PoolTable choose(QueueKey queue, Optional<String> flavor) {
    flavor.ifPresent(name -> requireFlavor(queue, name));
    return choose(flavor)
        .orElseThrow(
            () ->
                flavor.isPresent()
                    ? Problem.invalidRequest("Flavor " + flavor.get() + " has no pool to use.")
                    : Problem.unavailable("There is no pool for queues without a flavor."));
  }

  private void requireFlavor(QueueKey queue, String name) {
    if (!exists(queue.project(), name)) {
      throw Problem.invalidRequest("Flavor " + name + " does not exist.");
    }
  }

  /**
   * Lets a queue have only a flavor that its pool belongs to, as messages do not move.
   *
   * @throws Problem if it is to have another
   */
  default void requireSamePool(
      QueueKey queue, PoolTable pool, Optional<String> before, Optional<String> after) {
    if (after.equals(before)) {
      return;
    }
    after.ifPresent(name -> requireFlavor(queue, name));
    if (!isOf(pool.pool(), after)) {
      throw Problem.conflict(
          ("Queue %s is in pool %s, which is not of that flavor, and messages do not move:"
                  + " create another queue.")
              .formatted(queue.name(), pool.pool()));
    }
  }
}
