// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import zaqar.settings.Settings;

/**
 * Everything with side effects, built in one place and handed down: nothing below reads the time,
 * rolls dice, sleeps, starts threads or opens connections in any other way.
 *
 * @param random must not be guessable in production; tests may seed it
 */
public record Platform(
    DynamoDb dynamoDb,
    Settings settings,
    Parallel parallel,
    Clock clock,
    Sleeper pause,
    RandomGenerator random) {
  /**
   * Waits from half the duration up to all of it, so that those who collided do not collide again.
   */
  public void sleepAbout(Duration duration) {
    long most = duration.toNanos();
    pause.sleep(Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1)));
  }

  /**
   * What time it is by the store's clock.
   *
   * @throws IllegalStateException as {@link #at}
   */
  public TimeBounds now() {
    return at(clock.instant());
  }

  /**
   * What time it was by the store's clock when ours showed this. To be called after an answer of
   * the store. A caller that decides at the same time as the first answer calls {@link #knowsTime}
   * before.
   *
   * @throws IllegalStateException as long as no answer has told the time
   */
  public TimeBounds at(Instant shown) {
    return dynamoDb.clockGuard().at(shown);
  }

  /**
   * What time it may have been, for what is read beside the first answer: any time, if no answer
   * has told it.
   */
  public TimeBounds perhapsAt(Instant shown) {
    return knowsTime() ? at(shown) : TimeBounds.ANY;
  }

  /**
   * Whether the time is known before anything is read. An instance that is new, or has rested, does
   * not know it, whatever its clock shows.
   */
  public boolean knowsTime() {
    return dynamoDb.clockGuard().knows();
  }

  /**
   * Whether a write that was decided at this time may still be sent: it lands before {@link
   * TimeBounds#UNDER_WAY} is over.
   */
  public boolean isInTime(TimeBounds decided) {
    return !now().latest().isAfter(decided.latest().plus(TimeBounds.SENDING));
  }
}
