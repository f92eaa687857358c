// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

/**
 * Asks subscribers whether they want to be told (contract 8.8). Both return before they are, and a
 * subscriber that was asked of late is not asked at all.
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
}
