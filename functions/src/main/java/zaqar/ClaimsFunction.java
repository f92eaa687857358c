// SPDX-License-Identifier: Apache-2.0
package zaqar;

/**
 * Serves claims on messages, and dead letters that go back: the Lambda entry point. Called by many
 * threads at once.
 */
public final class ClaimsFunction extends GatewayFunction {
  public ClaimsFunction() {
    this(Service.from(System.getenv()));
  }

  public ClaimsFunction(Service service) {
    super(service.signing(service.claims));
  }
}
