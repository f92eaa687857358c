// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.util.List;

/**
 * Some messages of a shard, as read from one end of a span.
 *
 * @param ids of all that was read, expired messages too, in the order of reading
 * @param stats of those that live
 * @param more whether the span goes on
 */
record StatsPage(List<Ulid> ids, Stats stats, boolean more) {
  static final StatsPage NOTHING = new StatsPage(List.of(), Stats.NOTHING, false);

  StatsPage {
    ids = List.copyOf(ids);
    more = more && !ids.isEmpty();
  }

  /** How many messages it took to read it. */
  int read() {
    return ids.size();
  }

  /** The reader of such pages. */
  interface Reader {
    /**
     * Reads a page.
     *
     * @param limit of messages; a page may end before it
     */
    StatsPage read(IdRange span, int limit, Order order);
  }

  /**
   * From where a page is read. What must be right to the moment is read with strong consistency,
   * the rest may be a moment old, for half the units.
   */
  enum Order {
    OLDEST_FIRST(true, true),
    NEWEST_FIRST(false, true),
    FORWARD(true, false),
    BACKWARD(false, false);

    final boolean forward;
    final boolean strong;

    Order(boolean forward, boolean strong) {
      this.forward = forward;
      this.strong = strong;
    }
  }
}
