// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Real time passing, for the few tests about things that end by the clock. */
final class Wait {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Wait() {}

  /**
   * Waits until the condition holds, and fails the test if that takes longer than any ttl in these
   * tests.
   */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain until " + what);
      }
      pass(PAUSE);
    }
  }

  static void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
