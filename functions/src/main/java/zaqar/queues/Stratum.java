// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import org.jspecify.annotations.Nullable;
import zaqar.queues.StatsPage.Order;

/**
 * One part of a queue, and a window of it that was read. The window begins at a random place, goes
 * on at the start when it comes to the end, and so shows every message with the same chance.
 */
final class Stratum {
  private static final int LARGEST_PAGE = 1_000;

  private final StatsPage.Reader pages;
  private final IdRange span;
  private final long start;
  private long target;
  private long covered;
  private @Nullable Ulid last;
  private int read;
  private Stats seen = Stats.NOTHING;

  /**
   * Begins with an empty window.
   *
   * @param start where, as a fraction of the span
   */
  Stratum(StatsPage.Reader pages, IdRange span, double start) {
    this.pages = pages;
    this.span = span;
    this.start = (long) (span.length() * start);
  }

  /** Widens the window towards a fraction of the span, by a page at most. */
  void readTo(double fraction) {
    long length = span.length();
    target = Math.min(length, (long) Math.ceil(length * fraction));
    if (read(start + covered, Math.min(start + target, length))) {
      read(Math.max(start + covered, length) - length, start + target - length);
    }
  }

  private boolean read(long from, long to) {
    if (from >= to) {
      return true;
    }
    IdRange part = span.part(from, to);
    StatsPage page =
        pages.read(last == null ? part : part.after(last), LARGEST_PAGE, Order.FORWARD);
    read += page.read();
    seen = seen.plus(page.stats());
    last = page.more() ? page.ids().getLast() : null;
    covered += last == null ? to - from : span.upTo(last).length() - 1 - from;
    return last == null;
  }

  /** How many messages were read. */
  int read() {
    return read;
  }

  /** Whether all of it was read. */
  boolean isWhole() {
    return covered == span.length();
  }

  /** What the window says of the whole span; exact if it is the whole span. */
  Stats stats() {
    return isWhole() ? seen : seen.times((double) span.length() / Math.max(covered, target));
  }
}
