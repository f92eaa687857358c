// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

/** What a subscriber says to being told. */
public enum Consent {
  /** Nothing yet. */
  ASKED,
  /** That it wants it: the subscription is confirmed. */
  GIVEN,
  /** That it does not want it any more. */
  WITHDRAWN
}
