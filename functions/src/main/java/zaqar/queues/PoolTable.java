// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

/**
 * A pool, and the message table that it is.
 *
 * @param pool its name
 * @param table of DynamoDB, in this account and region
 * @param isPinned whether a queue is put there to try the pool out: such a queue does not keep the
 *     pool from being deleted
 */
public record PoolTable(String pool, String table, boolean isPinned) {
  /** The name of the pool that the service itself brings along, and that nobody can delete. */
  public static final String DEFAULT = "default";

  /** A pool as it is for all queues. */
  public PoolTable(String pool, String table) {
    this(pool, table, false);
  }

  boolean isDefault() {
    return pool.equals(DEFAULT);
  }

  /** Whether the pool has to know of a queue that is put into it. */
  boolean isCounted() {
    return !isDefault() && !isPinned;
  }
}
