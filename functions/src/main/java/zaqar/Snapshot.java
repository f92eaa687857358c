package zaqar;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import zaqar.dynamodb.Connections;
import zaqar.dynamodb.FreshRandom;
import zaqar.dynamodb.Platform;

/**
 * What is done before Lambda takes a snapshot of a function, from which all of its instances are
 * restored: some requests are rehearsed, so that the first real one finds everything loaded, and
 * then what no two instances may have in common is forgotten. It begins anew after the restore,
 * when it is first needed.
 */
final class Snapshot implements Resource {
  /** Whoever takes the snapshot holds what it has to tell by weak references. */
  private static final Set<Snapshot> PLANNED = ConcurrentHashMap.newKeySet();

  private final Runnable rehearsal;
  private final Platform platform;
  private final Connections connections;
  private final FreshRandom random;

  /** Of a service that stands on {@code platform}, whose parts the others are. */
  Snapshot(Runnable rehearsal, Platform platform, Connections connections, FreshRandom random) {
    this.rehearsal = rehearsal;
    this.platform = platform;
    this.connections = connections;
    this.random = random;
  }

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
      rehearsal.run();
    } finally {
      connections.drop();
      platform.dynamoDb().clockGuard().forget();
      random.forget();
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    PLANNED.remove(this);
  }
}
