// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import zaqar.cache.BoundedMap;
import zaqar.names.SubscriptionId;
import zaqar.subscriptions.DeliveryState;
import zaqar.subscriptions.DeliveryState.Failure;
import zaqar.subscriptions.DeliveryState.Failures;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Writes what becomes of deliveries to their subscriptions, when it is news (contract 8.9). However
 * many deliveries of a subscription fail or flap, this instance writes twice in ten seconds at
 * most: what fails in between is counted here, and written with what fails later. A state that
 * cannot be written is no reason to deliver again.
 */
final class DeliveryStates {
  private static final int MOST_SUBSCRIPTIONS = 10_000;

  private final SubscriptionStore subscriptions;
  private final DeliveryLog log;
  private final Clock clock;
  private final BoundedMap<SubscriptionId, Tally> tallies = new BoundedMap<>(MOST_SUBSCRIPTIONS);

  DeliveryStates(SubscriptionStore subscriptions, DeliveryLog log, Clock clock) {
    this.subscriptions = subscriptions;
    this.log = log;
    this.clock = clock;
  }

  /**
   * What this instance knows beyond what it has written.
   *
   * @param failureWritten when it wrote a failure last
   * @param successWritten when it wrote a success last
   * @param last the last failure that is not written
   */
  private record Tally(
      Instant failureWritten,
      Instant successWritten,
      Instant last,
      long failures,
      long givenUp,
      Optional<Instant> pendingSince) {
    private static final Tally NONE =
        new Tally(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, Optional.empty());

    static Tally of(@Nullable Tally known) {
      return known == null ? NONE : known;
    }

    Tally with(Failure failure, Optional<Instant> pending) {
      return new Tally(
          failureWritten,
          successWritten,
          failure.at(),
          failures + 1,
          givenUp + (failure.next().isEmpty() ? 1 : 0),
          earlier(pendingSince, pending));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
      return one.isPresent() && other.isPresent() && one.get().isBefore(other.get())
          ? one
          : other.or(() -> one);
    }

    /** This one without failures that a success has followed, perhaps at another instance. */
    Tally since(Optional<Instant> success) {
      return success.filter(at -> at.isAfter(last)).isPresent()
          ? writtenAt(failureWritten, successWritten)
          : this;
    }

    /** This one with nothing left to write. */
    Tally writtenAt(Instant failure, Instant success) {
      return new Tally(failure, success, Instant.EPOCH, 0, 0, Optional.empty());
    }

    boolean isOfFailure() {
      return failureWritten.isAfter(successWritten);
    }

    boolean maySucceed(Instant now) {
      return isOfFailure() || !now.isBefore(successWritten.plus(DeliveryState.FAILING_INTERVAL));
    }

    boolean mayFail(Instant now) {
      return !now.isBefore(failureWritten.plus(DeliveryState.FAILING_INTERVAL));
    }
  }

  /**
   * Notes that a delivery succeeded. A failure that this instance has written since the
   * subscription was read is one that is over now.
   */
  void delivered(DeliveryAttempt attempt, Subscription to) {
    Instant now = clock.instant();
    AtomicReference<@Nullable Tally> news = new AtomicReference<>();
    tallies.compute(
        to.id(),
        (id, known) -> {
          Tally before = Tally.of(known);
          if (before.maySucceed(now) && (before.isOfFailure() || to.delivery().isNews(now))) {
            news.set(before);
            return before.writtenAt(before.failureWritten(), now);
          }
          return known == null
              ? null
              : before.writtenAt(before.failureWritten(), before.successWritten());
        });
    Tally before = news.get();
    if (before != null) {
      note(
          attempt,
          to,
          state -> before.isOfFailure() || state.isNews(now) ? state.after(now) : state);
    }
  }

  /**
   * Notes that a try failed.
   *
   * @param next when it is tried again; empty if it is given up
   */
  void failed(DeliveryAttempt attempt, Subscription to, String reason, Optional<Instant> next) {
    Instant now = clock.instant();
    Failure failure = failure(attempt, now, reason, next);
    Optional<Instant> pending = next.map(due -> attempt.content().availableAt());
    AtomicReference<@Nullable Failures> news = new AtomicReference<>();
    tallies.compute(
        to.id(),
        (id, known) -> {
          Tally tally = Tally.of(known).since(to.delivery().lastSuccess()).with(failure, pending);
          if (!tally.mayFail(now) || !to.delivery().isNews(failure)) {
            return tally;
          }
          news.set(new Failures(failure, tally.failures(), tally.givenUp(), tally.pendingSince()));
          return tally.writtenAt(now, tally.successWritten());
        });
    Failures failures = news.get();
    if (failures != null) {
      note(attempt, to, state -> state.after(failures));
    }
  }

  /** Notes the result of a test, whose outcome counts like that of any delivery, at once. */
  void tested(
      DeliveryAttempt attempt, TestNotification test, Subscription to, Optional<String> fault) {
    Instant now = clock.instant();
    if (fault.isEmpty()) {
      tallies.computeIfPresent(
          to.id(), (id, known) -> known.writtenAt(known.failureWritten(), now));
    }
    note(
        attempt,
        to,
        state ->
            fault
                .map(reason -> failure(attempt, now, reason, Optional.empty()))
                .map(failure -> state.after(new Failures(failure, 1, 0, state.pendingSince())))
                .orElseGet(() -> state.after(now))
                .tested(test.asked(), fault.orElse(DeliveryState.DELIVERED)));
  }

  private static Failure failure(
      DeliveryAttempt attempt, Instant now, String reason, Optional<Instant> next) {
    return new Failure(now, reason, attempt.failures() + 1L, next);
  }

  private void note(DeliveryAttempt attempt, Subscription to, UnaryOperator<DeliveryState> change) {
    try {
      subscriptions.note(to, change);
    } catch (RuntimeException e) {
      log.notNoted(attempt, e);
    }
  }
}
