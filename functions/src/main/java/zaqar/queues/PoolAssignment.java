// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import zaqar.http.Problem;
import zaqar.names.QueueKey;

/** Which pool a queue is put into, and which flavors it can have then (contract 11.3). */
final class PoolAssignment {
  private final PoolCatalog placement;

  PoolAssignment(PoolCatalog placement) {
    this.placement = placement;
  }

  /**
   * The pool for a new queue.
   *
   * @throws Problem if there is none of the flavor that it asks for
   */
  PoolTable choose(QueueKey queue, ObjectNode metadata) {
    Optional<String> flavor = ReservedMetadata.flavor(metadata);
    flavor.ifPresent(name -> requireFlavor(queue, name));
    return placement
        .choose(flavor)
        .orElseThrow(
            () ->
                flavor.isPresent()
                    ? Problem.invalidRequest("Flavor " + flavor.get() + " has no pool to use.")
                    : Problem.unavailable("There is no pool for queues without a flavor."));
  }

  private void requireFlavor(QueueKey queue, String name) {
    if (!placement.exists(queue.project(), name)) {
      throw Problem.invalidRequest("Flavor " + name + " does not exist.");
    }
  }

  /** When a queue goes that is created now and never deleted. */
  Optional<Instant> end(Instant now) {
    return placement.life().map(now::plus);
  }

  /** Whether a queue that was deleted does not come back. */
  boolean isForAWhile() {
    return placement.life().isPresent();
  }

  /** Lets the next choice look anew. */
  void forget() {
    placement.forget();
  }

  /**
   * Lets a queue have only a flavor that its pool belongs to, as messages do not move.
   *
   * @throws Problem if it is to have another
   */
  void requireSamePool(QueueKey queue, PoolTable pool, ObjectNode before, ObjectNode after) {
    Optional<String> flavor = ReservedMetadata.flavor(after);
    if (flavor.equals(ReservedMetadata.flavor(before))) {
      return;
    }
    flavor.ifPresent(name -> requireFlavor(queue, name));
    if (!placement.isOf(pool.pool(), flavor)) {
      throw Problem.conflict(
          "Queue "
              + queue.name()
              + " is in pool "
              + pool.pool()
              + ", which is not of that flavor, and messages do not move: create another queue.");
    }
  }
}
