// SPDX-License-Identifier: Apache-2.0
package zaqar;

/**
 * Serves queues, their statistics, purge, and signed URLs of them: the Lambda entry point. Called
 * by many threads at once.
 */
public final class QueuesFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public QueuesFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public QueuesFunction(Service service) {
    super(service.signing(service.queues()));
  }
}
