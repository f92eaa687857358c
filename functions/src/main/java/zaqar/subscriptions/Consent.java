// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

/** The answer of a subscriber. */
public enum Consent {
  /** Nothing yet. */
  ASKED,
  /** That it wants it: the subscription is confirmed. */
  GIVEN,
  /** That it does not want it any more. */
  WITHDRAWN
}
