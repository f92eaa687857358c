// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.Connections;
import zaqar.dynamodb.FreshRandom;

/**
 * What is done before Lambda takes a snapshot of a function, from which all of its instances are
 * restored: the functions are primed by some requests, so that the first real one finds everything
 * loaded, and then what no two instances may have in common is forgotten. It begins anew after the
 * restore, when it is first needed.
 */
record Snapshot(
    Runnable priming, Connections connections, ClockGuard clockGuard, FreshRandom random)
    implements Resource {
  /** The runtime holds its resources by weak references. */
  private static final Set<Snapshot> PLANNED = ConcurrentHashMap.newKeySet();

  /** Whether this process is started to be kept, as Lambda says by SnapStart. */
  static boolean isPlanned(Map<String, String> environment) {
    return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }

  /** Asks to be told before the snapshot is taken. */
  void plan() {
    PLANNED.add(this);
    Core.getGlobalContext().register(this);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      priming.run();
    } finally {
      connections.drop();
      clockGuard.forget();
      random.forget();
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    PLANNED.remove(this);
  }
}
