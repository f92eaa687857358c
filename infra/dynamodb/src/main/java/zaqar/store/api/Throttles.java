// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import zaqar.store.value.Refusal;

/** Refusals after which the same request may be sent again. */
final class Throttles {
  private static final String THROTTLED = "ProvisionedThroughputExceededException";

  private Throttles() {}

  /** Whether a batch leaves an item undone for it, and says so, where a single call would fail. */
  static boolean isForNow(Refusal refusal) {
    return refusal.type().equals(THROTTLED)
        || refusal.type().equals("ThrottlingException")
        || refusal.type().equals("TransactionConflictException");
  }

  /** A batch of which nothing was done is no success. */
  static Refusal allOfBatch() {
    return Refusal.of(
        THROTTLED,
        "The level of configured provisioned throughput for the table was exceeded. Consider"
            + " increasing your provisioning level with the UpdateTable API.");
  }
}
