// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves flavors: the Lambda entry point. Called by many threads at once. */
public final class FlavorsFunction extends GatewayFunction {
  public FlavorsFunction() {
    this(Service.from(System.getenv()));
  }

  public FlavorsFunction(Service service) {
    super(service.asking(service.flavors));
  }
}
