// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.LongConsumer;

/**
 * Somebody in this process who follows a stream. He begins where he had come, also in a process
 * before this one, and sees again what he has not said to be done. What he has not seen is kept for
 * him, for a day.
 */
public final class Follower implements AutoCloseable {
  /** How many changes may come again that were skipped. */
  private static final long MOST_SKIPPED = 1000;

  private final Stream stream;
  private final Lock writing;
  private final Condition changed;
  private final LongConsumer keeper;
  private volatile long place;
  private volatile long kept;
  private boolean isClosed;

  /**
   * At a place.
   *
   * @param changed is signalled under the lock after each change
   * @param keeper keeps a place
   */
  Follower(Stream stream, Lock writing, Condition changed, LongConsumer keeper, long place) {
    this.stream = stream;
    this.writing = writing;
    this.changed = changed;
    this.keeper = keeper;
    this.place = place;
    kept = place;
  }

  /** What he follows. */
  public Stream stream() {
    return stream;
  }

  /** The place of the first change that is not done. */
  long place() {
    return place;
  }

  /**
   * What comes after all that is done.
   *
   * @param longest how long to wait for anything
   * @param window how long to wait then for as many as there may be at most
   */
  public List<Change> next(int most, Duration longest, Duration window)
      throws InterruptedException {
    await(place, longest);
    List<Change> found = stream.from(place, most);
    if (found.isEmpty() || found.size() == most || window.isZero()) {
      return found;
    }
    await(place + most - 1, window);
    return stream.from(place, most);
  }

  private void await(long number, Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    writing.lockInterruptibly();
    try {
      while (left > 0 && !isClosed && stream.from(number, 1).isEmpty()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Keeps that all up to the change of a number is done. */
  public void done(long number) {
    place = number + 1;
    keep();
  }

  /** Goes on after the change of a number; it does no harm if all up to there comes again. */
  public void skip(long number) {
    place = number + 1;
    if (place - kept >= MOST_SKIPPED) {
      keep();
    }
  }

  private void keep() {
    keeper.accept(place);
    kept = place;
  }

  /** Waits for nothing any more. */
  @Override
  public void close() {
    stream.remove(this);
    writing.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      writing.unlock();
    }
  }
}
