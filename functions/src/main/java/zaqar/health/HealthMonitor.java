// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import static zaqar.dynamodb.ControlTable.SORT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import zaqar.aws.EventBus;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.metrics.Metrics;

/**
 * Checks the pools on a schedule. Each check is a metric, one for all pools, and a pool that turns
 * unhealthy, or healthy again, is an event on the bus. The event is sent first, and then the change
 * is stored: a crash between the two sends the event twice rather than never.
 */
public final class HealthMonitor {
  private static final String DETAIL_TYPE = "Pool Health Changed";
  private static final int FORMAT_VERSION = 1;
  private static final String UNHEALTHY = "UnhealthyPools";

  private final Health health;
  private final ControlItems items;
  private final EventBus bus;
  private final Metrics metrics;

  /** Connects to the bus of the settings. */
  public HealthMonitor(Platform platform, Health health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
    items = new ControlItems(platform);
    bus = EventBus.connect(platform.settings());
  }

  /**
   * Looks at all pools.
   *
   * @throws RuntimeException if the catalog of pools cannot be read, or the bus does not take an
   *     event
   */
  public void look() {
    try {
      lookAtAll();
    } catch (RuntimeException failure) {
      metrics.line("ERROR").with("reason", "pools cannot be looked at").count(UNHEALTHY).write();
      throw failure;
    }
  }

  private void lookAtAll() {
    Set<String> before = knownUnhealthy();
    for (PoolHealth checkup : health.check()) {
      record(checkup);
      boolean wasUnhealthy = before.remove(checkup.pool());
      if (checkup.isHealthy() == wasUnhealthy) {
        bus.put(List.of(event(checkup)));
        keep(checkup);
      }
    }
    before.forEach(this::forget);
  }

  private void record(PoolHealth checkup) {
    metrics
        .line(checkup.isHealthy() ? "INFO" : "ERROR")
        .with("pool", checkup.pool())
        .with("milliseconds", checkup.time().toMillis())
        .count(UNHEALTHY, checkup.isHealthy() ? 0 : 1)
        .write();
  }

  private Set<String> knownUnhealthy() {
    Set<String> names = new HashSet<>();
    items
        .all(ControlTable.unhealthyPools())
        .forEach(item -> names.add(Attributes.text(item, SORT)));
    return names;
  }

  private void keep(PoolHealth checkup) {
    if (checkup.isHealthy()) {
      forget(checkup.pool());
    } else {
      items.write(ControlTable.unhealthyPool(checkup.pool()));
    }
  }

  private void forget(String pool) {
    items.commit(List.of(items.delete(ControlTable.unhealthyPool(pool))));
  }

  /** docs/monitoring.md has the form. */
  private static EventBus.Event event(PoolHealth checkup) {
    ObjectNode detail =
        Json.object()
            .put("version", FORMAT_VERSION)
            .put("pool", checkup.pool())
            .put("healthy", checkup.isHealthy())
            .put("storage_reachable", checkup.isReachable());
    ArrayNode failed = detail.putArray("failed");
    checkup.outcomes().stream()
        .filter(outcome -> !outcome.isSuccess())
        .forEach(
            outcome ->
                failed
                    .addObject()
                    .put("operation", outcome.operation().toString())
                    .put("ref", outcome.ref().orElseThrow()));
    return new EventBus.Event(DETAIL_TYPE, Json.write(detail));
  }
}
