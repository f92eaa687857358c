// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import zaqar.dynamodb.Platform;
import zaqar.http.Handler;
import zaqar.pools.Pool;
import zaqar.pools.Pools;

/**
 * Tries all pools out at the same time (contract 3).
 *
 * @param trials serves queues, messages and claims as clients are served, and puts queues into that
 *     pool
 * @param log takes one line at a time
 */
public record Health(
    Platform platform, Pools pools, Function<Pool, Handler> trials, Consumer<String> log) {
  /** How each pool is. One that is closing takes no queues, and has none. */
  List<PoolHealth> check() {
    List<Pool> open = pools.all().stream().filter(pool -> !pool.closing()).toList();
    return platform.parallel().map(open, this::check).stream().flatMap(Optional::stream).toList();
  }

  /** Empty if the pool has been changed or deleted meanwhile, and failed for that perhaps. */
  private Optional<PoolHealth> check(Pool pool) {
    PoolHealth checkup = new Canary(pool.name(), trials.apply(pool), platform, log).check();
    return Optional.of(checkup).filter(found -> found.isHealthy() || isStill(pool));
  }

  private boolean isStill(Pool pool) {
    return pools
        .find(pool.name())
        .filter(found -> !found.closing() && found.uri().equals(pool.uri()))
        .isPresent();
  }
}
