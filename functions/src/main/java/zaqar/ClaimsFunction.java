// SPDX-License-Identifier: Apache-2.0
package zaqar;

/**
 * Serves claims on messages, and dead letters that go back: the Lambda entry point. Called by many
 * threads at once.
 */
public final class ClaimsFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public ClaimsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public ClaimsFunction(Service service) {
    super(service.signing(service.claims()));
  }
}
