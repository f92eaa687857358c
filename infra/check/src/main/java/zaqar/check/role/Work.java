// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;
import java.util.Locale;

/**
 * How a worker claims.
 *
 * @param ttl of claims
 * @param grace of claims
 * @param limit the most messages in one claim or pop
 * @param pause after a claim that got nothing; up to half as long takes the work on one that did
 * @param most how many claims in all
 * @param toTheEnd whether to end with the first claim that gets nothing
 */
public record Work(
    Duration ttl, Duration grace, int limit, Duration pause, int most, boolean toTheEnd) {
  /** Claims of up to ten messages for a minute, until told to stop. */
  public static final Work USUAL =
      new Work(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          10,
          Duration.ofMillis(100),
          Integer.MAX_VALUE,
          false);

  private static final int MOST_MESSAGES = 20;

  public Work {
    if (ttl.toSeconds() < 1 || grace.isNegative() || limit < 1 || pause.isNegative()) {
      throw new IllegalArgumentException("nobody can work like this");
    }
  }

  /** The same with claims of this ttl and grace. */
  public Work lasting(Duration newTtl, Duration newGrace) {
    return new Work(newTtl, newGrace, limit, pause, most, toTheEnd);
  }

  /** The same with claims that last so many times as long. */
  Work longer(int times) {
    return lasting(ttl.multipliedBy(times), grace);
  }

  /** The same with such pauses. */
  public Work pausing(Duration newPause) {
    return new Work(ttl, grace, limit, newPause, most, toTheEnd);
  }

  /**
   * The same as fast as one can, ending with the first claim that gets nothing. Claims are released
   * when their messages are deleted, so that they hold nothing that they did not tell.
   */
  public Work untilNothingIsLeft() {
    return new Work(ttl, grace, MOST_MESSAGES, Duration.ZERO, most, true);
  }

  /** The body that claims or renews so. */
  String terms() {
    return String.format(
        Locale.ROOT, "{\"ttl\":%d,\"grace\":%d}", ttl.toSeconds(), grace.toSeconds());
  }
}
