package zaqar.local.store;

import java.time.Duration;

/** Tells when a process that ends again and again at once is not worth another start. */
final class ShortLives {
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final int TOO_MANY = 3;

  private int inARow;

  /** Takes note of one more life; true if it was the third short one in a row. */
  boolean areTooManyWith(Duration life) {
    inARow = life.compareTo(SHORT) < 0 ? inARow + 1 : 0;
    return inARow >= TOO_MANY;
  }
}
