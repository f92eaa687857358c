// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Instant;
import zaqar.names.QueueKey;

/** Something that waits in the delivery queue until it is done. */
sealed interface DeliveryTask permits DeliveryAttempt, DeliveryPage, RemainingFanOut {
  /** The queue that it is about. */
  QueueKey queue();

  /** Whether it goes by the queue of those whose receivers answer slowly. */
  boolean isSlow();

  /** Not before this. */
  Instant due();

  /** As an entry of the delivery queue. */
  String write();
}
