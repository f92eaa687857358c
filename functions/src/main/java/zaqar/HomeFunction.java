// SPDX-License-Identifier: Apache-2.0
package zaqar;

/**
 * Serves discovery, ping and unknown routes: the Lambda entry point. Called by many threads at
 * once.
 */
public final class HomeFunction extends GatewayFunction {
  /** What Lambda calls: everything comes from the environment. */
  public HomeFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public HomeFunction(Service service) {
    super(service.asking(service.home()));
  }
}
