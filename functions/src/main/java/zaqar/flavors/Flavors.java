// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.OptimisticRetry;
import zaqar.dynamodb.Platform;
import zaqar.http.Problem;
import zaqar.names.ProjectId;
import zaqar.pools.Pool;
import zaqar.pools.Pools;

/**
 * The rules for flavors (contract 12). Each project has its own, but pools are there for all and
 * name the one flavor that they belong to: a flavor that takes a pool takes it from any other, and
 * flavors of the same name in two projects have the same pools.
 */
public final class Flavors {

  private final FlavorStore store;
  private final Pools pools;

  /** Keeps flavors in the control table, and their members in {@code pools}. */
  public Flavors(Platform platform, Pools pools) {
    this.pools = pools;
    store = new FlavorStore(new ControlItems(platform));
  }

  /** Whether a project has a flavor. */
  public boolean exists(ProjectId project, String name) {
    return Flavor.isName(name) && store.exists(project, name);
  }

  Optional<Flavor> find(ProjectId project, String name) {
    return exists(project, name)
        ? Optional.of(new Flavor(name, members(name, pools.all())))
        : Optional.empty();
  }

  /** Up to {@code count} flavors with names after {@code marker}, by name. */
  List<Flavor> listAfter(ProjectId project, String marker, int count) {
    List<String> names = store.listAfter(project, marker, count);
    List<Pool> all = names.isEmpty() ? List.of() : pools.all();
    return names.stream().map(name -> new Flavor(name, members(name, all))).toList();
  }

  private static List<String> members(String flavor, List<Pool> pools) {
    return pools.stream().filter(pool -> isIn(flavor, pool)).map(Pool::name).toList();
  }

  private static boolean isIn(String flavor, Pool pool) {
    return pool.flavor().filter(flavor::equals).isPresent();
  }

  /**
   * Creates a flavor, or replaces it: what was in it and is not {@code wanted} leaves it.
   *
   * @throws Problem if a pool does not exist
   */
  void put(ProjectId project, String name, List<String> wanted) {
    untilDone(
        name,
        () -> {
          boolean isThere = store.exists(project, name);
          Function<String, Problem> refusal =
              reason ->
                  Problem.flavorNotCreated(
                      "Flavor " + name + " could not be created, error:" + reason);
          return store.put(project, name, changes(name, wanted, isThere, refusal));
        });
  }

  /**
   * Gives a flavor other pools.
   *
   * @throws Problem if it does not exist, or a pool does not
   */
  Flavor update(ProjectId project, String name, List<String> wanted) {
    untilDone(
        name,
        () -> {
          if (!exists(project, name)) {
            throw unknown(project, name);
          }
          Function<String, Problem> refusal =
              reason ->
                  Problem.flavorNotUpdated(
                      "Flavor " + name + " could not be updated, error:" + reason);
          return store.put(project, name, changes(name, wanted, true, refusal));
        });
    return new Flavor(name, wanted);
  }

  /**
   * Deletes a flavor; one that does not exist is deleted already. Its pools belong to none then,
   * unless another project has a flavor of this name.
   */
  void delete(ProjectId project, String name) {
    untilDone(
        name,
        () -> {
          if (!exists(project, name)) {
            return true;
          }
          boolean isLast = !store.existsElsewhere(project, name);
          return store.delete(project, name, changes(name, List.of(), isLast, Problem::conflict));
        });
  }

  /** All that are wanted are written, so that none can be deleted at the same time. */
  private List<TransactWriteItem> changes(
      String flavor, List<String> wanted, boolean othersLeave, Function<String, Problem> refusal) {
    Map<String, Pool> all =
        pools.all().stream().collect(Collectors.toMap(Pool::name, Function.identity()));
    List<TransactWriteItem> changes = new ArrayList<>();
    for (String name : wanted) {
      Pool pool = all.remove(name);
      if (pool == null) {
        throw refusal.apply("Pool " + name + " does not exist");
      }
      changes.add(pools.replacing(pool, pool.in(Optional.of(flavor))));
    }
    all.values().stream()
        .filter(pool -> othersLeave && isIn(flavor, pool))
        .map(pool -> pools.replacing(pool, pool.in(Optional.empty())))
        .forEach(changes::add);
    return changes;
  }

  private void untilDone(String name, BooleanSupplier attempt) {
    OptimisticRetry.untilDone(
        attempt,
        () -> Problem.unavailable("Too many others change the pools of flavor " + name + "."));
    pools.forget();
  }

  static Problem unknown(ProjectId project, String name) {
    return Problem.notFound("Flavor " + name + " does not exist in project " + project + ".");
  }
}
