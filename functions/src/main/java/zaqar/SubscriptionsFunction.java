// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves subscriptions to queues: the Lambda entry point. Called by many threads at once. */
public final class SubscriptionsFunction extends GatewayFunction {
  public SubscriptionsFunction() {
    this(Service.from(System.getenv()));
  }

  public SubscriptionsFunction(Service service) {
    super(service.signing(service.subscriptions.get()));
  }
}
