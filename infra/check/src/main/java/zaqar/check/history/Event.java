// SPDX-License-Identifier: Apache-2.0
package zaqar.check.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

/**
 * One request in a history. Times are nanoseconds since the history began, by one clock that is
 * never set.
 *
 * @param number events are numbered in the order in which they began
 * @param who asked, as told by the one who records
 * @param end when the answer was there; {@link #NEVER} if there was none
 * @param answer null if there was none
 */
public record Event(
    long number, String who, long start, long end, Call call, @Nullable Answer answer) {
  /** The end of what was never answered. It is far from the largest long, so that sums are safe. */
  public static final long NEVER = Long.MAX_VALUE / 4;

  public Event {
    if (end < start || (answer == null) != (end == NEVER)) {
      throw new IllegalArgumentException("an event ends after it starts, with its answer");
    }
  }

  /** This event for one who cannot make anything of its answer. */
  public Event unanswered() {
    return new Event(number, who, start, NEVER, call, null);
  }

  /** Whether the answer tells that the request was carried out. */
  public boolean succeeded() {
    return answer != null && answer.succeeded();
  }

  /** Whether the answer tells what became of the request; none does, and none of 500 and above. */
  public boolean isDefinite() {
    return answer != null && answer.status() < 500;
  }

  @Override
  public String toString() {
    String outcome = answer == null ? "no answer" : String.valueOf(answer.status());
    String until = answer == null ? "" : String.format(Locale.ROOT, "-%.3f", end / 1e9);
    return String.format(
        Locale.ROOT,
        "#%d %.3f%s s %s %s %s: %s",
        number,
        start / 1e9,
        until,
        who,
        call.method(),
        call.path(),
        outcome);
  }
}
