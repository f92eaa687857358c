// SPDX-License-Identifier: Apache-2.0
package zaqar.check.history;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/**
 * Records requests and answers of any number of threads. A request is recorded before it is sent,
 * so that none that may have had an effect is missing.
 */
public final class History {
  private static final int NAME_LENGTH = 8;

  private final String name;
  private final LongSupplier nanoseconds;
  private final long began;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong attempts = new AtomicLong();
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

  /** One that begins now. */
  public History() {
    this(UUID.randomUUID().toString().substring(0, NAME_LENGTH), System::nanoTime);
  }

  /**
   * One that begins now by a clock of its own.
   *
   * @param name what no other history on the same queue has
   * @param nanoseconds since any time; never fewer than before
   */
  public History(String name, LongSupplier nanoseconds) {
    this.name = name;
    this.nanoseconds = nanoseconds;
    began = nanoseconds.getAsLong();
  }

  private final class Entry {
    private final long number = count.incrementAndGet();
    private final String who;
    private final Call call;
    private final long start = now();
    private volatile @Nullable Event done;

    private Entry(String who, Call call) {
      this.who = who;
      this.call = call;
    }

    private void end(Answer answer) {
      done = new Event(number, who, start, now(), call, answer);
    }

    private Event event() {
      Event ended = done;
      return ended == null ? new Event(number, who, start, Event.NEVER, call, null) : ended;
    }
  }

  /** Sends a request by {@code wire} and records what becomes of it. */
  public Answer send(String who, Wire wire, Call call) throws IOException {
    Entry entry = new Entry(who, call);
    entries.add(entry);
    Answer answer = wire.send(call);
    entry.end(answer);
    return answer;
  }

  /** What was recorded so far; what is still under way counts as unanswered. */
  public List<Event> events() {
    return entries.stream().map(Entry::event).toList();
  }

  /**
   * A name that no history handed out before: what is tried again is told apart by it, and from
   * what an earlier load left in the queue.
   */
  public String nextAttempt() {
    return name + "." + attempts.incrementAndGet();
  }

  /** Nanoseconds since the history began. */
  public long now() {
    return nanoseconds.getAsLong() - began;
  }
}
