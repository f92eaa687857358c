// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves pools to operators: the Lambda entry point. Called by many threads at once. */
public final class PoolsFunction extends GatewayFunction {
  public PoolsFunction() {
    this(Service.from(System.getenv()));
  }

  public PoolsFunction(Service service) {
    super(service.asking(service.pools));
  }
}
