// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.queues.Queues;
import zaqar.queues.RetryPolicy;
import zaqar.receivers.DeliveryOutcome;
import zaqar.settings.DeliverySettings;
import zaqar.subscriptions.ConfirmationLimitStore;
import zaqar.subscriptions.DeliveryState;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Handles the outcome of a delivery attempt: nothing follows, another attempt, or a dead letter.
 */
record OutcomeHandler(
    SubscriptionStore subscriptions,
    Queues queues,
    DeliveryQueue queue,
    DeadLetterSink undelivered,
    DeliveryStates states,
    DeliveryLog log,
    DeliverySettings settings,
    Clock clock) {
  /** A receiver that takes longer gets its deliveries through the slow queue for a while. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  private static final Duration MARK = Duration.ofMinutes(2);

  /**
   * No policy counts for who has not agreed: it is asked {@link ConfirmationLimitStore#MOST_TRIES}
   * times.
   */
  private static final List<Duration> WORDS_AGAIN =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

  /**
   * Marks the subscription if its receiver took long, unless a mark is young enough.
   *
   * @param begin when the attempt began
   * @return whether it is marked now
   */
  boolean markIfSlow(Subscription to, Instant begin) {
    Instant now = clock.instant();
    boolean isSlow = Duration.between(begin, now).compareTo(SLOW) > 0;
    if (isSlow && to.slowUntil().isBefore(now.plus(MARK.dividedBy(2)))) {
      subscriptions.markSlow(to, now.plus(MARK));
    }
    return isSlow || to.isSlow(now);
  }

  /** Notes that a question is not sent: the receiver was asked of late, or often enough. */
  void holdBack(DeliveryAttempt attempt, Subscription to) {
    log.heldBack(attempt);
    states.failed(attempt, to, "asked within the hour", Optional.empty());
  }

  /** Does what the rules say to an outcome (contract 9.6). */
  void settle(DeliveryAttempt attempt, Subscription to, DeliveryOutcome outcome) {
    switch (outcome) {
      case DeliveryOutcome.Delivered delivered -> succeed(attempt, to);
      case DeliveryOutcome.Failed failed -> again(attempt, to, failed);
      case DeliveryOutcome.Refused refused ->
          giveUp(attempt, to, refused.reason(), refused.reason());
      case DeliveryOutcome.Gone gone -> {
        subscriptions.replace(to, to.confirmed(false), clock.instant());
        log.disabled(attempt);
        giveUp(attempt, to, "the receiver is gone", "answered 410");
      }
    }
  }

  private void succeed(DeliveryAttempt attempt, Subscription to) {
    if (attempt.content() instanceof TestNotification test) {
      states.tested(attempt, test, to, Optional.empty());
      log.tested(attempt, DeliveryState.DELIVERED);
    } else {
      log.delivered(attempt);
      states.delivered(attempt, to);
    }
  }

  private void again(DeliveryAttempt attempt, Subscription to, DeliveryOutcome.Failed failed) {
    Optional<Instant> due =
        switch (attempt.content()) {
          case AnnouncedMessage message -> due(attempt, message, to, failed);
          case Confirmation word -> due(attempt, WORDS_AGAIN, failed);
          case TestNotification test -> Optional.empty();
        };
    if (due.isEmpty()) {
      giveUp(attempt, to, failed.reason(), failed.reason());
      return;
    }
    queue.send(Stream.of(attempt.again(due.get(), failed.reason())));
    log.retried(attempt, failed);
    states.failed(attempt, to, failed.reason(), due);
  }

  /** The next try of a message; empty if there is none, or the message's life is over by then. */
  private Optional<Instant> due(
      DeliveryAttempt attempt,
      AnnouncedMessage message,
      Subscription to,
      DeliveryOutcome.Failed failed) {
    RetryPolicy policy =
        RetryPolicy.choose(
            queues.retryPolicy(attempt.queue()), to.options().path(RetryPolicy.OPTION));
    List<Duration> schedule =
        policy.schedule(settings.maxDeliveryTries(), settings.minRetryDelay());
    return due(attempt, schedule, failed)
        .filter(due -> policy.outlivesMessages() || due.isBefore(message.end()));
  }

  private Optional<Instant> due(
      DeliveryAttempt attempt, List<Duration> schedule, DeliveryOutcome.Failed failed) {
    if (attempt.failures() >= schedule.size()) {
      return Optional.empty();
    }
    Duration wait = schedule.get(attempt.failures());
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    return Optional.of(clock.instant().plus(wait.compareTo(asked) > 0 ? wait : asked));
  }

  private void giveUp(DeliveryAttempt attempt, Subscription to, String reason, String answer) {
    if (attempt.content() instanceof TestNotification test) {
      states.tested(attempt, test, to, Optional.of(answer));
      log.tested(attempt, answer);
      return;
    }
    undelivered.keep(attempt, to, reason);
    log.givenUp(attempt, reason);
    states.failed(attempt, to, answer, Optional.empty());
  }
}
