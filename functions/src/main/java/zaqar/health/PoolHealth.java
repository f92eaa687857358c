// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What was found of a pool.
 *
 * @param outcomes of all operations, in the order tried
 */
record PoolHealth(String pool, List<OperationResult> outcomes) {
  /** What a pool is asked to do, one after the other (contract 3). */
  enum Operation {
    CREATE_QUEUE,
    POST_MESSAGES,
    CLAIM_MESSAGES,
    LIST_MESSAGES,
    DELETE_MESSAGES,
    BULK_DELETE_MESSAGES,
    DELETE_CLAIM,
    DELETE_QUEUE;

    /** What it is called in answers and events. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<Operation> OF_ITS_TABLE =
      EnumSet.of(
          Operation.POST_MESSAGES,
          Operation.CLAIM_MESSAGES,
          Operation.LIST_MESSAGES,
          Operation.DELETE_MESSAGES,
          Operation.BULK_DELETE_MESSAGES);

  PoolHealth {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * How an operation went.
   *
   * @param time how long it took; zero if it could not be tried, since an earlier one failed
   * @param ref under which the log tells why it failed; empty if it did not
   */
  record OperationResult(Operation operation, Duration time, Optional<String> ref) {
    boolean isSuccess() {
      return ref.isEmpty();
    }
  }

  /** Whether its table answers. */
  boolean isReachable() {
    return outcomes.stream()
        .anyMatch(outcome -> OF_ITS_TABLE.contains(outcome.operation()) && outcome.isSuccess());
  }

  boolean isHealthy() {
    return outcomes.stream().allMatch(OperationResult::isSuccess);
  }

  Duration time() {
    return outcomes.stream().map(OperationResult::time).reduce(Duration.ZERO, Duration::plus);
  }
}
