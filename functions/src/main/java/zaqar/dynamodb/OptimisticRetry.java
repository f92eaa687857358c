// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Repeats a change that reads first and is written on condition that nobody else was faster: the
 * loser reads again.
 */
public final class OptimisticRetry {
  private static final int ATTEMPTS = 10;

  private OptimisticRetry() {}

  /**
   * Repeats an attempt, ten times at most, until it has a result.
   *
   * @param attempt empty if somebody else was faster
   * @param otherwise thrown if that was so every time
   */
  public static <T> T until(
      Supplier<Optional<T>> attempt, Supplier<? extends RuntimeException> otherwise) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<T> result = attempt.get();
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw otherwise.get();
  }

  /** The same for an attempt without a result: false if somebody else was faster. */
  public static void untilDone(
      BooleanSupplier attempt, Supplier<? extends RuntimeException> otherwise) {
    until(() -> Optional.of(attempt.getAsBoolean()).filter(done -> done), otherwise);
  }
}
