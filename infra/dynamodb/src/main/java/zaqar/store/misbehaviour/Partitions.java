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
  private static final int READS_TO_WRITES = 3;

  private final int units;
  private final Clock clock;
  private final Map<Place, Used> partitions = new HashMap<>();
  private long second;

  /** Each takes so many write units in a second, or any number if that is 0. */
  Partitions(int units, Clock clock) {
    this.units = units;
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
    return units == 0 || used(table, key).writes < units;
  }

  synchronized boolean takesReads(String table, Value key) {
    return units == 0 || used(table, key).reads < units * READS_TO_WRITES;
  }

  synchronized void write(String table, Value key, double units) {
    used(table, key).writes += units;
  }

  synchronized void read(String table, Value key, double units) {
    used(table, key).reads += units;
  }
}
