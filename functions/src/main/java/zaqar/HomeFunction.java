// SPDX-License-Identifier: Apache-2.0
package zaqar;

/**
 * Serves discovery, ping and unknown routes: the Lambda entry point. Called by many threads at
 * once.
 */
public final class HomeFunction extends GatewayFunction {
  public HomeFunction() {
    this(Service.from(System.getenv()));
  }

  public HomeFunction(Service service) {
    super(service.asking(service.home));
  }
}
