// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
            reason, Optional.ofNullable(retryAfter).flatMap(text -> RetryAfter.read(text, now)))
        : new DeliveryOutcome.Refused(reason);
  }
}
