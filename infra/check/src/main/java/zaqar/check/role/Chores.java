// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;

/**
 * What an admin does.
 *
 * @param metadata of the queue when it is made again, as JSON
 * @param purge how often to purge, relative to the others
 * @param recreate how often to delete the queue and make it again
 * @param grow how often to add a shard
 * @param pause the longest time between two chores
 */
public record Chores(String metadata, int purge, int recreate, int grow, Duration pause) {
  /** A bit of everything. */
  public static final Chores ALL = new Chores("{}", 3, 2, 1, Duration.ofSeconds(3));

  public Chores {
    if (Math.min(purge, Math.min(recreate, grow)) < 0 || purge + recreate + grow < 1) {
      throw new IllegalArgumentException("no chore is left to choose");
    }
  }

  /** The sum of all weights. */
  int sum() {
    return purge + recreate + grow;
  }
}
