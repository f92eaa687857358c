// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves health, for operators: the Lambda entry point. Called by many threads at once. */
public final class HealthFunction extends GatewayFunction {
  public HealthFunction() {
    this(Service.from(System.getenv()));
  }

  public HealthFunction(Service service) {
    super(service.asking(service.health));
  }
}
