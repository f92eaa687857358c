// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves flavors: the Lambda entry point. Called by many threads at once. */
public final class FlavorsFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public FlavorsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public FlavorsFunction(Service service) {
    super(service.asking(service.flavors()));
  }
}
