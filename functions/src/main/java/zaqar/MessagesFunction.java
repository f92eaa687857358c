// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves the messages of queues: the Lambda entry point. Called by many threads at once. */
public final class MessagesFunction extends GatewayFunction {
  public MessagesFunction() {
    this(Service.from(System.getenv()));
  }

  public MessagesFunction(Service service) {
    super(service.signing(service.messages));
  }
}
