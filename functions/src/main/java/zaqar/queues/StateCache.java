// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import zaqar.names.QueueKey;

/**
 * The states that this process has seen, and when it asked for them. A state that was read while
 * one was changed is not kept: it may be the old one.
 */
final class StateCache {
  private static final int MOST = 10_000;

  private final Map<QueueKey, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** A state, and when the read of it was sent. */
  record Seen(QueueState state, Instant asked) {}

  /**
   * A number that grows with every change, to be taken before a read and handed in with its result.
   */
  long changes() {
    return changes.get();
  }

  void remember(QueueKey queue, QueueState state, Instant asked, long changesBefore) {
    if (changes.get() != changesBefore) {
      return;
    }
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(queue, new Seen(state, asked));
    if (changes.get() != changesBefore) {
      seen.remove(queue);
    }
  }

  Optional<Seen> recall(QueueKey queue) {
    return Optional.ofNullable(seen.get(queue));
  }

  void amend(QueueKey queue, UnaryOperator<QueueState> change) {
    seen.computeIfPresent(queue, (key, old) -> new Seen(change.apply(old.state()), old.asked()));
  }

  void forget(QueueKey queue) {
    changes.incrementAndGet();
    seen.remove(queue);
  }
}
