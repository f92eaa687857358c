// SPDX-License-Identifier: Apache-2.0
package zaqar.check.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Holds callers up so that all of them together send no more than so many requests a second. It
 * waits before it hands out a wire, so that no waiting is taken for a slow answer.
 */
public final class Pace implements Supplier<Wire> {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Supplier<Wire> wires;
  private final long interval;
  private long next = System.nanoTime();

  /** Hands out {@code wires}, at most {@code perSecond} a second. */
  public Pace(Supplier<Wire> wires, int perSecond) {
    this.wires = wires;
    interval = SECOND / perSecond;
  }

  @Override
  public Wire get() {
    long mine = turn();
    for (long left = mine - System.nanoTime(); left > 0; left = mine - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return wires.get();
  }

  private synchronized long turn() {
    next = Math.max(next + interval, System.nanoTime());
    return next;
  }
}
