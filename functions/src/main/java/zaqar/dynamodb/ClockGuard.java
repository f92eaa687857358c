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
 * round trip.
 */
public final class ClockGuard implements ExecutionInterceptor {
  private static final ExecutionAttribute<Instant> SENT = new ExecutionAttribute<>("zaqar.sent");
  private static final Duration DATE_PRECISION = Duration.ofSeconds(1);

  /** How long an answer counts: clocks drift. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Clock clock;
  private Optional<Bounds> known = Optional.empty();

  /** Watches {@code clock}. */
  public ClockGuard(Clock clock) {
    this.clock = clock;
  }

  /**
   * The offset of our clock: more than {@code least}, less than {@code most}; learned from {@code
   * since} on.
   */
  private record Bounds(Duration least, Duration most, Instant since) {
    boolean isPossible() {
      return least.compareTo(most) < 0;
    }

    Bounds and(Bounds other) {
      return new Bounds(
          least.compareTo(other.least) > 0 ? least : other.least,
          most.compareTo(other.most) < 0 ? most : other.most,
          since);
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
    Bounds answer =
        new Bounds(
            Duration.between(date.plus(DATE_PRECISION), sent),
            Duration.between(date, received),
            received);
    known =
        known
            .filter(bounds -> bounds.since().plus(MEMORY).isAfter(received))
            .map(bounds -> bounds.and(answer))
            .filter(Bounds::isPossible)
            .or(() -> Optional.of(answer));
  }

  /**
   * Refuses to go on by a clock that is surely off by more than is tolerated.
   *
   * @throws IllegalStateException which says by how much; the request ends as a 503, and its answer
   *     has told the guard whether the next one may go on
   */
  public synchronized void require(Duration tolerance) {
    known.ifPresent(
        bounds -> {
          boolean isFast = bounds.least().compareTo(tolerance) > 0;
          boolean isSlow = bounds.most().compareTo(tolerance.negated()) < 0;
          if (isFast || isSlow) {
            throw new IllegalStateException(
                "this instance's clock is off by more than "
                    + tolerance
                    + ": between "
                    + bounds.least()
                    + " and "
                    + bounds.most());
          }
        });
  }
}
