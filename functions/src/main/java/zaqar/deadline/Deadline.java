// SPDX-License-Identifier: Apache-2.0
package zaqar.deadline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Until when a request may write: until it is answered, and no longer than its time. Lambda freezes
 * a process after the answer, and the threads of an answered request go on with the next one, hours
 * later perhaps; what they would write then is not what anybody wants any more. Whatever works for
 * a request finds its deadline on its own thread; what works for none has none. It is checked
 * before each write is sent: a write that was sent before the freeze cannot be called back.
 */
public final class Deadline {
  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  private final Clock clock;
  private final SteadyTime time;
  private final Duration span;
  private final Instant begin;
  private final long beginNanos;
  private volatile boolean ended;

  /**
   * Begins now.
   *
   * @param clock is set at times
   * @param time is never set, but may stand still while a process is frozen
   * @param span how long it takes, by the first or the second
   */
  public Deadline(Clock clock, SteadyTime time, Duration span) {
    this.clock = clock;
    this.time = time;
    this.span = span;
    begin = clock.instant();
    beginNanos = time.nanoTime();
  }

  /** Whether what this thread works for may not write any more. */
  public static boolean isOver() {
    return CURRENT.isBound() && CURRENT.get().hasPassed();
  }

  private boolean hasPassed() {
    return ended
        || Duration.between(begin, clock.instant()).compareTo(span) > 0
        || time.nanoTime() - beginNanos > span.toNanos();
  }

  /** Does some work, which may write until the deadline. */
  public <T> T limit(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** Ends it before its time. */
  public void end() {
    ended = true;
  }

  /** An executor whose threads work for whatever those worked for that handed them their tasks. */
  public static Executor carriedBy(Executor executor) {
    return task -> {
      if (CURRENT.isBound()) {
        Deadline deadline = CURRENT.get();
        executor.execute(() -> ScopedValue.where(CURRENT, deadline).run(task));
      } else {
        executor.execute(task);
      }
    };
  }
}
