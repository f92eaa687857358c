// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import zaqar.dynamodb.Platform;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Routes;
import zaqar.pools.Pool;
import zaqar.queues.PinnedPool;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Serves whoever tries a pool out as clients are served, but for the filters: it names itself.
 *
 * @param messagesAndClaims as clients get them
 */
record CanaryRoutes(
    Platform platform,
    QueueStates states,
    SubscriptionStore subscriptions,
    Routes messagesAndClaims,
    Consumer<String> log)
    implements Function<Pool, Handler> {
  /** How long what a check leaves behind may stay, should it not end. */
  private static final Duration SPAN = Duration.ofMinutes(10);

  @Override
  public Handler apply(Pool pool) {
    PinnedPool trial = new PinnedPool(OperatorPools.table(pool), SPAN);
    Queues queues = new Queues(platform, states, trial, subscriptions::deleteAll);
    Routes routes =
        new QueuesApi(queues, platform.settings().limits(), platform.clock())
            .routes(Filter.none(), Filter.none())
            .and(messagesAndClaims);
    return new Errors(log).around(routes);
  }
}
