// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import java.util.Optional;
import zaqar.http.Json;

/** Pools for tests. */
final class SamplePools {
  private SamplePools() {}

  static Pool pool(String name, long weight) {
    return new Pool(
        name, weight, new PoolUri("table-" + name), Optional.empty(), Json.object(), false, 1);
  }

  static Pool pool(String name, long weight, String flavor) {
    return pool(name, weight).in(Optional.of(flavor));
  }
}
