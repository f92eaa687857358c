// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import zaqar.store.value.Value;

/**
 * The units that each partition has used in the present second. Who comes when they are used up is
 * refused; what comes before may use more than there is left.
 */
final class Partitions {
  private static final int WRITES = 1000;
  private static final int READS = 3000;

  private final Clock clock;
  private final Map<Place, Used> partitions = new HashMap<>();
  private long second;

  Partitions(Clock clock) {
    this.clock = clock;
  }

  private record Place(String table, Value key) {}

  private static final class Used {
    private double writes;
    private double reads;
  }

  private Used used(String table, Value key) {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      partitions.clear();
      second = now;
    }
    return partitions.computeIfAbsent(new Place(table, key), place -> new Used());
  }

  synchronized boolean takesWrites(String table, Value key) {
    return used(table, key).writes < WRITES;
  }

  synchronized boolean takesReads(String table, Value key) {
    return used(table, key).reads < READS;
  }

  synchronized void write(String table, Value key, double units) {
    used(table, key).writes += units;
  }

  synchronized void read(String table, Value key, double units) {
    used(table, key).reads += units;
  }
}
