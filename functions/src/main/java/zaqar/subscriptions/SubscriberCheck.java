// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Knows what can be delivered, and where. */
public interface SubscriberCheck {
  /** What is wrong with a subscriber of a known kind, as a sentence; empty if nothing is. */
  Optional<String> fault(String subscriber);

  /**
   * Whether a subscriber that is right otherwise leads to this service itself.
   *
   * @param service where it was called: a URL without a path; empty if that is not known
   */
  boolean isOwn(String subscriber, String service);

  /** What is wrong with a subscription's options, as a sentence; empty if nothing is. */
  Optional<String> fault(ObjectNode options);

  /**
   * What is wrong with options for this subscriber, where neither has a fault of its own, as a
   * sentence; empty if nothing is.
   */
  Optional<String> fault(String subscriber, ObjectNode options);
}
