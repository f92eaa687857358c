// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time by the store's clock, which all instances share, as closely as one of them knows it. An
 * end that must have passed is compared with the earliest time; an end that must be in the future
 * is counted from the latest. So a claim never ends for one instance while it lasts for another.
 * The closer the instances know the time, the sooner after its end a claim is over for all.
 *
 * @param earliest the store's clock has come this far
 * @param latest the store's clock is not further than this; whole milliseconds, as stored
 */
public record TimeBounds(Instant earliest, Instant latest) {
  /**
   * The most that either is off from the store's clock: its Date is a second wide, and an attempt
   * to call it lasts a second.
   */
  public static final Duration MOST_OFF = Duration.ofSeconds(2);

  /** Nothing is known. */
  static final TimeBounds ANY =
      new TimeBounds(Instant.EPOCH, Instant.ofEpochMilli(9_999_999_999_999L));

  /** How long after a decision its write may be sent, each attempt to do so included. */
  public static final Duration SENDING = Duration.ofSeconds(5);

  /**
   * How long after a decision its write may land, whether or not anybody waits for it. No condition
   * can name the time at which it lands, so the facts behind a decision must hold for so long.
   */
  public static final Duration UNDER_WAY = Duration.ofSeconds(10);

  /** Rounds {@code latest} up. */
  public TimeBounds {
    Instant floor = latest.truncatedTo(ChronoUnit.MILLIS);
    latest = floor.equals(latest) ? latest : floor.plusMillis(1);
  }

  /**
   * Every acknowledged message with an earlier id was readable at this moment: no id is older than
   * the store's clock was when it was made, and no acknowledged write took longer than the
   * deadline.
   */
  public Ulid settled(Duration writeDeadline) {
    return Ulid.min(earliest.minus(writeDeadline).toEpochMilli());
  }
}
