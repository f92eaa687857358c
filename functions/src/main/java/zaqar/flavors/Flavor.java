// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A name for a set of pools.
 *
 * @param pools the names of its members, sorted
 */
record Flavor(String name, List<String> pools) {
  /** What this storage can do, in the order of the original. */
  static final List<String> CAPABILITIES =
      List.of("FIFO", "CLAIMS", "DURABILITY", "AOD", "HIGH_THROUGHPUT");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

  Flavor {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a flavor's name");
    }
    pools = List.copyOf(pools);
  }

  /** Whether a flavor may have this name: it has the form of a queue's. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
