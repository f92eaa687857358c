// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

/**
 * A pool, and the message table that it is.
 *
 * @param pool its name
 * @param table of DynamoDB, in this account and region
 */
public record PoolTable(String pool, String table) {
  /** The name of the pool that the service itself brings along, and that nobody can delete. */
  public static final String DEFAULT = "default";

  boolean isDefault() {
    return pool.equals(DEFAULT);
  }
}
