package zaqar.store.api;

import zaqar.store.value.Refusal;

/** Refusals after which the same request may be sent again. */
final class Throttles {
  private static final String THROTTLED = "ProvisionedThroughputExceededException";

  private Throttles() {}

  static boolean isThrottle(Refusal refusal) {
    return refusal.type().equals(THROTTLED) || refusal.type().equals("ThrottlingException");
  }

  /** A batch of which nothing was done is no success. */
  static Refusal allOfBatch() {
    return Refusal.of(
        THROTTLED,
        "The level of configured provisioned throughput for the table was exceeded. Consider"
            + " increasing your provisioning level with the UpdateTable API.");
  }
}
