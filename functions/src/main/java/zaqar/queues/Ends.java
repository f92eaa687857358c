// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.Optional;
import zaqar.queues.StatsPage.Order;

/**
 * Finds the oldest and the newest living message of a shard that is longer than its head. The
 * newest is exact unless a thousand messages after it have expired. So is the oldest; behind more
 * than that it is found by halving, which is right as long as messages end in the order in which
 * they came.
 */
record Ends(StatsPage.Reader pages) {
  private static final int TAIL = 10;
  private static final int MOST_TAIL = 1_000;
  private static final int LOOK = 3;

  /**
   * The ends, and where messages are.
   *
   * @param marks statistics that count nothing
   * @param rest the span up to its newest message, live or not
   */
  record Found(Stats marks, Optional<IdRange> rest) {}

  /** Looks at what follows a head that was read. */
  Found of(IdRange rest, StatsPage head) {
    StatsPage tail = pages.read(rest, TAIL, Order.NEWEST_FIRST);
    if (tail.read() == 0) {
      return new Found(Stats.NOTHING, Optional.empty());
    }
    IdRange known = rest.upTo(tail.ids().getFirst());
    if (tail.stats().isNothing() && tail.more()) {
      tail = pages.read(known, MOST_TAIL, Order.NEWEST_FIRST);
    }
    Stats marks = tail.stats().uncounted();
    return new Found(
        head.stats().isNothing() ? marks.plus(oldest(known)) : marks, Optional.of(known));
  }

  private Stats oldest(IdRange span) {
    IdRange rest = span;
    Stats found = Stats.NOTHING;
    while (rest.length() > 1) {
      long middle = rest.length() / 2;
      StatsPage page = pages.read(rest.part(middle, rest.length()), LOOK, Order.FORWARD);
      if (!page.stats().isNothing() || !page.more()) {
        found = page.stats().isNothing() ? found : page.stats().uncounted();
        rest = rest.part(0, middle);
      } else {
        rest = rest.after(page.ids().getLast());
      }
    }
    StatsPage last = pages.read(rest, LOOK, Order.FORWARD);
    return found.plus(last.stats().uncounted());
  }
}
