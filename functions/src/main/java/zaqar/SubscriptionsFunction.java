// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves subscriptions to queues: the Lambda entry point. Called by many threads at once. */
public final class SubscriptionsFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public SubscriptionsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public SubscriptionsFunction(Service service) {
    super(service.signing(service.subscriptions()));
  }
}
