package zaqar.local.store;

import java.time.Duration;

/** Waits between two looks at something that does not call back. */
final class Pause {
  private Pause() {}

  /** Returns early, with the flag set again, when the thread is interrupted. */
  static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
