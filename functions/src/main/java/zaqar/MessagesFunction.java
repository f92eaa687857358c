// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves the messages of queues: the Lambda entry point. Called by many threads at once. */
public final class MessagesFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public MessagesFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public MessagesFunction(Service service) {
    super(service.signing(service.messages()));
  }
}
