// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Watches this instance's clock against DynamoDB's (design 4.4). Every answer carries a Date in
 * whole seconds, made between sending and receiving: that bounds the offset of our clock to an
 * interval a little over a second wide, and what several answers have in common shrinks to about a
 * round trip. So the guard knows the time of the store's clock after the first answer. It ends the
 * requests of an instance whose own clock is certainly off by more than the tolerance.
 */
public final class ClockGuard implements ExecutionInterceptor {
  private static final ExecutionAttribute<Instant> SENT = new ExecutionAttribute<>("zaqar.sent");
  private static final Duration DATE_PRECISION = Duration.ofSeconds(1);

  /** How long answers count, at least; twice that at most: clocks drift. */
  private static final Duration MEMORY = Duration.ofSeconds(30);

  private final Clock clock;
  private final Duration tolerance;
  private Offset recent = Offset.UNKNOWN;
  private Offset before = Offset.UNKNOWN;
  private Instant since = Instant.MIN;

  /**
   * Watches {@code clock}.
   *
   * @param tolerance the most that it may be off; zero where one process serves all queues and its
   *     clock is the only one that counts
   */
  public ClockGuard(Clock clock, Duration tolerance) {
    this.clock = clock;
    this.tolerance = tolerance;
  }

  /** How far our clock is ahead of the store's: more than {@code least}, less than {@code most}. */
  private record Offset(Duration least, Duration most) {
    private static final Offset UNKNOWN = within(Duration.ofDays(365));

    static Offset within(Duration tolerance) {
      return new Offset(tolerance.negated(), tolerance);
    }

    boolean isPossible() {
      return least.compareTo(most) <= 0;
    }

    Offset and(Offset other) {
      return new Offset(
          least.compareTo(other.least) > 0 ? least : other.least,
          most.compareTo(other.most) < 0 ? most : other.most);
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
    executionAttributes.putAttribute(SENT, clock.instant());
  }

  @Override
  public void beforeUnmarshalling(
      Context.BeforeUnmarshalling context, ExecutionAttributes executionAttributes) {
    Instant sent = executionAttributes.getAttribute(SENT);
    Instant received = clock.instant();
    context
        .httpResponse()
        .firstMatchingHeader("Date")
        .flatMap(ClockGuard::parse)
        .ifPresent(date -> learn(sent, date, received));
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }

  private synchronized void learn(Instant sent, Instant date, Instant received) {
    Offset answer =
        new Offset(
            Duration.between(date.plus(DATE_PRECISION), sent), Duration.between(date, received));
    if (!since.plus(MEMORY).isAfter(received)) {
      before = known(received).equals(Offset.UNKNOWN) ? Offset.UNKNOWN : recent;
      recent = Offset.UNKNOWN;
      since = received;
    }
    recent = recent.and(answer);
    if (!known(received).isPossible()) {
      before = Offset.UNKNOWN;
      recent = answer;
    }
  }

  /** Forgets all answers: the clock that they were compared with may be another one from now on. */
  public synchronized void forget() {
    recent = Offset.UNKNOWN;
    before = Offset.UNKNOWN;
    since = Instant.MIN;
  }

  private Offset known(Instant now) {
    return since.plus(MEMORY).plus(MEMORY).isAfter(now) ? recent.and(before) : Offset.UNKNOWN;
  }

  /**
   * Refuses to go on by a clock that is surely off by more than is tolerated.
   *
   * @throws ClockOff which ends the request as a 503; its own answers have told the guard whether
   *     the next one may go on
   */
  public synchronized void require() {
    Offset offset = known(clock.instant());
    if (!tolerance.isZero() && !offset.and(Offset.within(tolerance)).isPossible()) {
      throw new ClockOff(tolerance, offset.least(), offset.most());
    }
  }

  /** By how much our clock is off at least; empty as long as no answer has told. */
  public synchronized Optional<Duration> offBy() {
    Offset known = known(clock.instant());
    if (known.equals(Offset.UNKNOWN)) {
      return Optional.empty();
    }
    Duration behind = known.most().negated();
    Duration either = known.least().compareTo(behind) > 0 ? known.least() : behind;
    return Optional.of(either.isNegative() ? Duration.ZERO : either);
  }

  /** Whether recent answers have told the time, or our own clock is the time. */
  public synchronized boolean knows() {
    return tolerance.isZero() || !known(clock.instant()).equals(Offset.UNKNOWN);
  }

  /**
   * What time it was by the store's clock when ours showed this.
   *
   * @throws IllegalStateException as long as no answer has told the time: our clock alone may say
   *     anything, and nothing is decided by it
   */
  public synchronized TimeBounds at(Instant shown) {
    Offset offset = tolerance.isZero() ? Offset.within(tolerance) : known(shown);
    if (offset.equals(Offset.UNKNOWN)) {
      throw new IllegalStateException("no recent answer of the store has told the time");
    }
    return new TimeBounds(shown.minus(offset.most()), shown.minus(offset.least()));
  }
}
