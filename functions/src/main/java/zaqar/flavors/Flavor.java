// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import java.util.List;
import zaqar.names.QueueName;

/**
 * A name for a set of pools.
 *
 * @param pools the names of its members, sorted
 */
record Flavor(String name, List<String> pools) {
  /** What this storage can do, in the order of the original. */
  static final List<String> CAPABILITIES =
      List.of("FIFO", "CLAIMS", "DURABILITY", "AOD", "HIGH_THROUGHPUT");

  private static final int LONGEST_NAME = 64;

  Flavor {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a flavor's name");
    }
    pools = List.copyOf(pools);
  }

  /** Whether a flavor may have this name: it has the form of a queue's. */
  static boolean isName(String name) {
    return QueueName.isValid(name, LONGEST_NAME);
  }
}
