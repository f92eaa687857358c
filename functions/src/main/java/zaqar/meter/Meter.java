// SPDX-License-Identifier: Apache-2.0
package zaqar.meter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What one request, or one batch, has cost and done so far. Whatever works for it finds its meter
 * on its own thread; what works for nothing that is measured writes to one that nobody reads.
 */
public final class Meter {
  private static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();
  private static final long NONE = -1;

  private final DoubleAdder writeUnits = new DoubleAdder();
  private final DoubleAdder readUnits = new DoubleAdder();
  private final AtomicInteger callsUnderWay = new AtomicInteger();
  private final LongAdder roundTrips = new LongAdder();
  private final LongAdder messagesIn = new LongAdder();
  private final LongAdder messagesOut = new LongAdder();
  private final LongAdder lostRaces = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAccumulator oldestAge = new LongAccumulator(Math::max, NONE);
  private final AtomicReference<Optional<String>> project = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> excuse = new AtomicReference<>(Optional.empty());
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

  /** The meter of what this thread works for. */
  public static Meter current() {
    return CURRENT.isBound() ? CURRENT.get() : new Meter();
  }

  /** Does some work, which is measured by this meter. */
  public <T> T measure(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** An executor whose threads work for whatever those worked for that handed them their tasks. */
  public static Executor carriedBy(Executor executor) {
    return task -> {
      Meter meter = current();
      executor.execute(() -> ScopedValue.where(CURRENT, meter).run(task));
    };
  }

  /** A call to the store begins. Calls that are under way together are one round trip. */
  public void callBegins() {
    if (callsUnderWay.getAndIncrement() == 0) {
      roundTrips.increment();
    }
  }

  /** A call to the store ends, which has consumed so many units of its capacity. */
  public void callEnds(double reads, double writes) {
    callsUnderWay.decrementAndGet();
    readUnits.add(reads);
    writeUnits.add(writes);
  }

  /** So many messages were stored. */
  public void stored(int messages) {
    messagesIn.add(messages);
  }

  /** So many messages are in an answer. */
  public void answered(int messages) {
    messagesOut.add(messages);
  }

  /** A write on a message came too late: somebody else was faster. */
  public void lostRace() {
    lostRaces.increment();
  }

  /** Nothing was done for so long, as the client wanted it. */
  public void waited(Duration time) {
    waitedNanos.add(time.toNanos());
  }

  /** A message of this age, in seconds, was met at the head of its queue. */
  public void met(long age) {
    oldestAge.accumulate(age);
  }

  /** Tells whose request it is. */
  public void of(String projectId) {
    project.set(Optional.of(projectId));
  }

  /** The request cannot be served, and that counts as this and not as a fault. */
  public void excuse(String metric) {
    excuse.set(Optional.of(metric));
  }

  /** Something failed without ending the request. */
  public void warn(String what, Object reason) {
    warnings.add(what + ": " + reason);
  }

  /** Write units that the store has told of, or has to take at least. */
  public double writeUnits() {
    return writeUnits.sum();
  }

  /** Read units that the store has told of, or has to take at least. */
  public double readUnits() {
    return readUnits.sum();
  }

  /** How often the store was waited for. */
  public long roundTrips() {
    return roundTrips.sum();
  }

  /** How many messages were stored. */
  public long messagesIn() {
    return messagesIn.sum();
  }

  /** How many messages are in answers. */
  public long messagesOut() {
    return messagesOut.sum();
  }

  /** How many writes on messages came too late. */
  public long lostRaces() {
    return lostRaces.sum();
  }

  /** For how long nothing was done, as the client wanted it. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** The age in seconds of the oldest message that was met; empty if none was. */
  public Optional<Long> oldestAge() {
    return Optional.of(oldestAge.get()).filter(age -> age > NONE);
  }

  /** Whose request it is; empty as long as that is not known. */
  public Optional<String> project() {
    return project.get();
  }

  /** What is to be counted in place of a fault. */
  public Optional<String> excuse() {
    return excuse.get();
  }

  /** What failed without ending the request. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
