// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of one delivery attempt. Reasons are a few words for logs and dead letters; nothing
 * of a URL, a header or a body is in them.
 */
public sealed interface DeliveryOutcome {
  /** The receiver has it. */
  record Delivered() implements DeliveryOutcome {}

  /**
   * It may work later.
   *
   * @param retryAfter how long the receiver wants to be left alone, if it said so
   */
  record Failed(String reason, Optional<Duration> retryAfter) implements DeliveryOutcome {
    Failed(String reason) {
      this(reason, Optional.empty());
    }
  }

  /** The receiver wants nothing more, ever: the subscription is to be disabled. */
  record Gone() implements DeliveryOutcome {}

  /** It will not work, however often it is tried. */
  record Refused(String reason) implements DeliveryOutcome {}
}
