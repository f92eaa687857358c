// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.util.Optional;
import zaqar.flavors.Flavors;
import zaqar.names.ProjectId;
import zaqar.pools.Pool;
import zaqar.pools.Pools;
import zaqar.queues.PoolCatalog;
import zaqar.queues.PoolTable;

/** Puts queues into the pools that operators keep. */
record OperatorPools(Pools pools, Flavors flavors) implements PoolCatalog {
  static PoolTable table(Pool pool) {
    return new PoolTable(pool.name(), pool.uri().table());
  }

  @Override
  public boolean exists(ProjectId project, String flavor) {
    return flavors.exists(project, flavor);
  }

  @Override
  public Optional<PoolTable> choose(Optional<String> flavor) {
    return pools.choose(flavor).map(OperatorPools::table);
  }

  @Override
  public void forget() {
    pools.forget();
  }

  @Override
  public boolean isOf(String pool, Optional<String> flavor) {
    return pools.find(pool).map(Pool::flavor).filter(flavor::equals).isPresent();
  }
}
