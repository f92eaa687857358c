// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import zaqar.names.RequestId;

/** The content of a delivery: a message, a question to the subscriber, or a test. */
sealed interface DeliveryContent permits AnnouncedMessage, Confirmation, TestNotification {
  /** Identifies it among all deliveries to the subscriber; letters, digits and hyphens. */
  String key();

  /** When the subscriber may know of it. */
  Instant availableAt();

  /** The request that it comes from, as far as that is known. */
  default Optional<RequestId> request() {
    return Optional.empty();
  }

  /** By how many deliveries of a Zaqar's it came here; what begins here came by none. */
  default int hops() {
    return 0;
  }

  ObjectNode write();
}
