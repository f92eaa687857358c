// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

/** How many units a second somebody has paid for; none of them counts here. */
public record Throughput(long readUnits, long writeUnits) {
  /** Of who pays by request. */
  public static final Throughput ON_DEMAND = new Throughput(0, 0);
}
