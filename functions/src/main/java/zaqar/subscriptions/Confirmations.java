// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import java.time.Instant;

/**
 * Asks subscribers to confirm (contract 8.8), and tests whether they are reached (8.9). The methods
 * return before anything is sent, and a subscriber that was asked within the hour is not asked at
 * all.
 */
public interface Confirmations {
  /**
   * Asks a subscriber to confirm its subscription.
   *
   * @param service where it reaches this service: a URL without a path
   */
  void ask(Subscription subscription, String service);

  /** Tells a subscriber that its subscription is not confirmed any more, and how to change that. */
  void tellTheEnd(Subscription subscription, String service);

  /**
   * Sends a subscriber a test.
   *
   * @param asked names the test
   */
  void test(Subscription subscription, Instant asked);
}
