// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves health, for operators: the Lambda entry point. Called by many threads at once. */
public final class HealthFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public HealthFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public HealthFunction(Service service) {
    super(service.asking(service.health()));
  }
}
