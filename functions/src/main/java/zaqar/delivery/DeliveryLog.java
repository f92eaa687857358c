// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import zaqar.metrics.Metrics;
import zaqar.receivers.DeliveryOutcome;

/**
 * One line, with metrics, for whatever becomes of an attempt, under the id of the request that
 * posted the message. Nothing of a message, a URL or a secret is in it. The highest {@code
 * PendingAge} of a quarter of an hour is the age of the oldest delivery that is still to be made:
 * none waits longer without a line, but those whose next try is further off.
 */
record DeliveryLog(Metrics metrics, Clock clock) {
  private static final String RETRIED = "DeliveryRetried";
  private static final String PENDING_AGE = "PendingAge";

  void delivered(DeliveryAttempt attempt) {
    line(attempt, "INFO", "").count("Delivered").seconds("DeliveryAge", age(attempt)).write();
  }

  void tested(DeliveryAttempt attempt, String result) {
    line(attempt, "INFO", result).write();
  }

  void retried(DeliveryAttempt attempt, DeliveryOutcome.Failed failure) {
    line(attempt, "WARN", failure.reason())
        .count(RETRIED)
        .seconds(PENDING_AGE, age(attempt))
        .write();
  }

  /** Notes that it goes round once more before it is tried. */
  void postponed(DeliveryAttempt attempt) {
    line(attempt, "INFO", "postponed").seconds(PENDING_AGE, age(attempt)).write();
  }

  /** Notes that it could not be tried for a reason of ours, and comes again. */
  void failed(DeliveryAttempt attempt, RuntimeException failure) {
    line(attempt, "ERROR", "delivering failed")
        .with("failure", String.valueOf(failure))
        .seconds(PENDING_AGE, age(attempt))
        .write();
  }

  /** Notes that it is not sent: the receiver was asked of late, or often enough. */
  void heldBack(DeliveryAttempt attempt) {
    line(attempt, "INFO", "asked within the hour").write();
  }

  void givenUp(DeliveryAttempt attempt, String reason) {
    line(attempt, "ERROR", reason).count("DeliveryFailed").write();
  }

  /** Notes that what became of it could not be written to its subscription. */
  void notNoted(DeliveryAttempt attempt, RuntimeException failure) {
    line(attempt, "WARN", "the state was not written")
        .with("failure", String.valueOf(failure))
        .write();
  }

  void disabled(DeliveryAttempt attempt) {
    line(attempt, "WARN", "answered 410").count("SubscriptionDisabled").write();
  }

  private Metrics.Line line(DeliveryAttempt attempt, String level, String reason) {
    Metrics.Line line = metrics.line(level);
    attempt.content().request().ifPresent(id -> line.with("request_id", id.toString()));
    return line.with("subscription_id", attempt.subscription().toString())
        .with("message_id", attempt.content().key())
        .with("attempt", attempt.failures() + 1L)
        .with("reason", reason);
  }

  private long age(DeliveryAttempt attempt) {
    Duration age = Duration.between(attempt.content().availableAt(), clock.instant());
    return Math.max(0, age.toSeconds());
  }
}
