// SPDX-License-Identifier: Apache-2.0
package zaqar;

/** Serves pools to operators: the Lambda entry point. Called by many threads at once. */
public final class PoolsFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public PoolsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public PoolsFunction(Service service) {
    super(service.asking(service.pools()));
  }
}
