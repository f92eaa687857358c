// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How an observer reads.
 *
 * @param limit the most messages on a page
 * @param pause between the end of the queue and the next look for more
 */
public record Reading(
    boolean echo, boolean includeClaimed, boolean includeDelayed, int limit, Duration pause) {
  /** Shows everything. */
  public static final Reading ALL = new Reading(true, true, true, 20, Duration.ofMillis(100));

  /** Shows what a client gets that asks for nothing special. */
  public static final Reading PLAIN = new Reading(false, false, false, 10, Duration.ofMillis(100));

  /** The same for who begins again once a second. */
  public static final Reading AGAIN = new Reading(false, false, false, 20, Duration.ofSeconds(1));

  /** Shows what others posted, claimed or not. */
  private static final Reading OTHERS = new Reading(false, true, false, 10, PLAIN.pause());

  /** Shows what is free, delayed or not. */
  private static final Reading FREE = new Reading(true, false, true, 20, PLAIN.pause());

  /** What four observers look for, each something else. */
  public static final List<Reading> DIFFERENT = List.of(ALL, PLAIN, OTHERS, FREE);

  /** What asks for it. */
  String query() {
    return String.format(
        Locale.ROOT,
        "?limit=%d&echo=%b&include_claimed=%b&include_delayed=%b",
        limit,
        echo,
        includeClaimed,
        includeDelayed);
  }
}
