// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import zaqar.dynamodb.Platform;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Routes;
import zaqar.names.ProjectId;
import zaqar.pools.Pool;
import zaqar.queues.PoolCatalog;
import zaqar.queues.PoolTable;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Serves the canary of a pool as clients are served, but without filters: it names itself.
 *
 * @param messagesAndClaims as clients get them
 */
record CanaryRoutes(
    Platform platform,
    QueueStateStore states,
    SubscriptionStore subscriptions,
    Routes messagesAndClaims,
    Consumer<String> log)
    implements Function<Pool, Handler> {
  /** Puts all queues into one pool, whatever its weight and flavor. */
  private record PinnedPool(PoolTable pool) implements PoolCatalog {
    @Override
    public boolean exists(ProjectId project, String flavor) {
      return false;
    }

    @Override
    public Optional<PoolTable> choose(Optional<String> flavor) {
      return Optional.of(pool);
    }

    @Override
    public void forget() {}

    @Override
    public boolean isOf(String name, Optional<String> flavor) {
      return false;
    }

    @Override
    public boolean isPinned() {
      return true;
    }
  }

  @Override
  public Handler apply(Pool pool) {
    PoolTable table = new PoolTable(pool.name(), pool.uri().table(), true);
    Queues queues = new Queues(platform, states, new PinnedPool(table), subscriptions::deleteAll);
    Routes routes =
        new QueuesApi(queues, platform.settings().limits(), platform.clock())
            .routes(Filter.none(), Filter.none())
            .and(messagesAndClaims);
    return new Errors(log).around(routes);
  }
}
