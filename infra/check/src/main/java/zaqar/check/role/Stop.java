// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells roles when to come to an end. An interrupted thread is told so, too. */
public final class Stop {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final Sleep sleep;

  /** For who really waits. */
  public Stop() {
    sleep =
        time -> {
          boolean isOver = requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
          assert !isOver || isRequested();
        };
  }

  /** For who waits so, and does not notice before he wakes up. */
  public Stop(Sleep sleep) {
    this.sleep = sleep;
  }

  /** One that is requested by itself after such a time. */
  public static Stop after(Duration time) {
    Stop stop = new Stop();
    Thread.ofVirtual()
        .start(
            () -> {
              stop.pause(time);
              stop.request();
            });
    return stop;
  }

  /** Asks everybody to come to an end. */
  public void request() {
    requested.countDown();
  }

  /** Whether it is time to come to an end. */
  public boolean isRequested() {
    return requested.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  /** Waits for so long, or until it is time to come to an end. */
  public void pause(Duration time) {
    try {
      sleep.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
