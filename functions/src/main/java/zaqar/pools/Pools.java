// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.OptimisticRetry;
import zaqar.dynamodb.Platform;
import zaqar.http.Problem;

/**
 * The rules for pools (contract 11). Before a pool is deleted or given another table it is marked
 * as closing, so that no queue gets in any more, and then looked through for queues; a mark that a
 * crash has left goes with the next change.
 */
public final class Pools {
  private static final Duration MEMORY = Duration.ofSeconds(1);

  private final PoolStore store;
  private final PoolTableStore tables;
  private final Platform platform;
  private final AtomicReference<Memory> memory = new AtomicReference<>(Memory.NONE);

  /** All pools, as they were read then. */
  private record Memory(Instant read, List<Pool> pools) {
    static final Memory NONE = new Memory(Instant.EPOCH, List.of());
  }

  /** Keeps pools in the control table. */
  public Pools(Platform platform) {
    store = new PoolStore(platform);
    tables = new PoolTableStore(platform);
    this.platform = platform;
  }

  /**
   * The pool for a new queue, by chance and weight: of those of a flavor, or of those without one;
   * empty if there is none. Goes by pools as they were a second ago at most. So the pool may be
   * closing by now, or gone: whoever finds that calls {@link #forget} and chooses again.
   */
  public Optional<Pool> choose(Optional<String> flavor) {
    Instant now = platform.clock().instant();
    Memory known = memory.get();
    Optional<Pool> chosen = Optional.empty();
    if (Duration.between(known.read(), now).abs().compareTo(MEMORY) < 0) {
      chosen = among(known.pools(), flavor, platform.random());
    }
    if (chosen.isPresent()) {
      return chosen;
    }
    List<Pool> all = store.all();
    memory.set(new Memory(now, all));
    return among(all, flavor, platform.random());
  }

  /** By chance, in proportion to the weights (contract 11.3); empty if none takes the flavor. */
  static Optional<Pool> among(List<Pool> pools, Optional<String> flavor, RandomGenerator random) {
    List<Pool> candidates = pools.stream().filter(pool -> pool.takes(flavor)).toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    long point = random.nextLong(candidates.stream().mapToLong(Pool::weight).sum());
    for (Pool pool : candidates) {
      point -= pool.weight();
      if (point < 0) {
        return Optional.of(pool);
      }
    }
    throw new IllegalStateException("the point lies within the sum of all weights");
  }

  /** Lets the next choice read the pools anew. */
  public void forget() {
    memory.set(Memory.NONE);
  }

  /** The pool with a name. */
  public Optional<Pool> find(String name) {
    return store.find(name);
  }

  /** All pools, by name. */
  public List<Pool> all() {
    return store.all();
  }

  /** The part of a transaction that replaces a pool, if nobody has changed it meanwhile. */
  public TransactWriteItem replacing(Pool before, Pool after) {
    return store.replacing(before, after);
  }

  /** Up to {@code count} pools with names after {@code marker}, by name. */
  List<Pool> listAfter(String marker, int count) {
    return store.listAfter(marker, count);
  }

  /**
   * Creates a pool, or replaces it.
   *
   * @throws Problem if it may not be as it is wanted
   */
  void put(String name, Pool.Definition draft) {
    refuseUnfit(draft.uri());
    OptimisticRetry.untilDone(
        () -> {
          Optional<Pool> before = store.find(name);
          if (before.isPresent()) {
            return replace(before.get(), draft);
          }
          refuseTaken(name, draft.uri());
          return store.create(Pool.begin(name, draft));
        },
        () -> tooManyOthers(name));
    forget();
  }

  /**
   * Changes a pool.
   *
   * @throws Problem if it does not exist, or may not be as it is wanted
   */
  Pool update(String name, PoolParser.Change change) {
    change.uri().ifPresent(this::refuseUnfit);
    Pool changed =
        OptimisticRetry.until(
            () -> {
              Pool before = store.find(name).orElseThrow(() -> unknown(name));
              Pool.Definition draft = change.over(before);
              return Optional.of(before.with(draft)).filter(pool -> replace(before, draft));
            },
            () -> tooManyOthers(name));
    forget();
    return changed;
  }

  /**
   * Deletes a pool; one that does not exist is deleted already.
   *
   * @throws Problem if it is the template's, the last of a flavor, or not empty
   */
  void delete(String name) {
    if (name.equals(store.builtIn().name())) {
      throw Problem.undeletable(403, "Pool " + name + " belongs to the template.");
    }
    OptimisticRetry.untilDone(
        () -> {
          Optional<Pool> found = store.find(name);
          return found.isEmpty() || whenClosed(found.get(), this::needed, store::delete);
        },
        () -> tooManyOthers(name));
    forget();
  }

  private boolean replace(Pool before, Pool.Definition draft) {
    if (draft.uri().equals(before.uri())) {
      return store.replace(before, before.with(draft));
    }
    if (before.name().equals(store.builtIn().name())) {
      throw Problem.invalidBody("The uri of pool " + before.name() + " is the template's.");
    }
    refuseTaken(before.name(), draft.uri());
    return whenClosed(
        before,
        pool -> filled(pool).map(Problem::conflict),
        closed -> store.replace(closed, closed.with(draft)));
  }

  /** Makes a change to a pool that takes no queues meanwhile; opens it again if it was not made. */
  private boolean whenClosed(
      Pool pool, Function<Pool, Optional<Problem>> objection, Predicate<Pool> change) {
    Pool closed = pool.closing(true);
    if (!store.replace(pool, closed)) {
      return false;
    }
    Optional<Problem> problem = objection.apply(closed);
    if (problem.isEmpty() && change.test(closed)) {
      return true;
    }
    store.replace(closed, closed.closing(false));
    if (problem.isPresent()) {
      throw problem.get();
    }
    return false;
  }

  private Optional<String> filled(Pool pool) {
    return store.holdsQueues(pool.name())
        ? Optional.of("Pool " + pool.name() + " has queues in it.")
        : Optional.empty();
  }

  private Optional<Problem> needed(Pool pool) {
    return pool.flavor()
        .filter(store::isFlavor)
        .filter(flavor -> store.all().stream().noneMatch(other -> other.isIn(flavor)))
        .map(flavor -> "Pool " + pool.name() + " is the last one of flavor " + flavor + ".")
        .or(() -> filled(pool))
        .map(reason -> Problem.undeletable(403, reason));
  }

  private void refuseUnfit(PoolUri uri) {
    tables
        .fault(uri)
        .ifPresent(
            fault -> {
              throw Problem.invalidBody(fault);
            });
  }

  private void refuseTaken(String name, PoolUri uri) {
    if (store.holder(uri).filter(holder -> !holder.equals(name)).isPresent()) {
      throw Problem.conflict("Another pool has the uri " + uri + ".");
    }
  }

  static Problem unknown(String name) {
    return Problem.notFound("Pool " + name + " does not exist.");
  }

  private static Problem tooManyOthers(String name) {
    return Problem.unavailable("Too many others change pool " + name + ".");
  }
}
