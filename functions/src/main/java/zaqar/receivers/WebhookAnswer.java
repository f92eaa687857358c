// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a receiver's answer that decides what follows.
 *
 * @param retryAfter the header of this name, null if there is none
 */
record WebhookAnswer(int status, @Nullable String retryAfter) {
  private static final int GONE = 410;
  private static final int HUNDRED = 100;
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

  /** Receivers can ask for an hour at most. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** What the answer means (contract 9.6). */
  DeliveryOutcome outcome(Instant now) {
    String reason = "answered " + status;
    if (status / HUNDRED == 2) {
      return new DeliveryOutcome.Delivered();
    }
    if (status == GONE) {
      return new DeliveryOutcome.Gone();
    }
    return status / HUNDRED == 5 || TEMPORARY.contains(status)
        ? new DeliveryOutcome.Failed(
            reason, Optional.ofNullable(retryAfter).flatMap(text -> wait(text.strip(), now)))
        : new DeliveryOutcome.Refused(reason);
  }

  /** How long to wait; empty if the header makes no sense. */
  private static Optional<Duration> wait(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Optional.of(within(Duration.ofSeconds(Long.parseLong(header))));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
      return Optional.of(within(Duration.between(now, date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
