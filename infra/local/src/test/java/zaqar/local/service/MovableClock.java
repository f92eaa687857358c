// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs as the system's does, or stands, moved by whoever holds it. */
public final class MovableClock extends Clock {
  private final Clock base;
  private volatile Duration offset = Duration.ZERO;

  private MovableClock(Clock base) {
    this.base = base;
  }

  /** One that runs. */
  public MovableClock() {
    this(Clock.systemUTC());
  }

  /** One that runs as another does. */
  public static MovableClock on(Clock base) {
    return new MovableClock(base);
  }

  /** One that runs ahead of the system's; a negative duration puts it behind. */
  public static MovableClock ahead(Duration duration) {
    MovableClock clock = new MovableClock();
    clock.advance(duration);
    return clock;
  }

  /** One that stands still until it is moved. */
  public static MovableClock standing(Instant instant) {
    return new MovableClock(Clock.fixed(instant, ZoneOffset.UTC));
  }

  /** Moves it. */
  public synchronized void advance(Duration duration) {
    offset = offset.plus(duration);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
