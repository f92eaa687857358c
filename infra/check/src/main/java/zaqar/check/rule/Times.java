// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.Locale;
import zaqar.check.history.Event;

/** Arithmetic on the times of a history, which are nanoseconds. */
final class Times {
  static final long SECOND = 1_000_000_000;

  private Times() {}

  /** The latest time at which an act can have taken effect, if it did. */
  static long latest(Act act, Tolerance tolerance) {
    if (act.event().isDefinite()) {
      return act.end();
    }
    long late = act.start() + tolerance.lateness().toNanos();
    return act.end() == Event.NEVER ? late : Math.max(late, act.end());
  }

  /** A time as text, in seconds. */
  static String text(long time) {
    return String.format(Locale.ROOT, "%.3f s", time / (double) SECOND);
  }
}
