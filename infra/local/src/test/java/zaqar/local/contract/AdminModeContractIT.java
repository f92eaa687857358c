// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes for operators where the service does not run in admin mode. */
@Against(DEFAULTS)
class AdminModeContractIT {
  private final Zaqar zaqar;

  AdminModeContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v2/pools", "/v2/pools/default", "/v2/flavors", "/v2/flavors/gold", "/v2/health"})
  void routes_areNotThere(String path) {
    for (String method : new String[] {"GET", "PUT", "OPTIONS"}) {
      zaqar.call(method, path).header("X-Roles", "admin").expect(404);
      zaqar.call(method, path).without("Client-ID").expect(404);
    }
  }
}
