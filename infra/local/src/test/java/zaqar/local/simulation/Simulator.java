// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets any number of threads run one at a time, in a time that passes only when all of them wait.
 * Which of those that could go on does so is drawn from a seed, each time that one waits for
 * whatever it may be; so the same seed plays the same again.
 *
 * <p>The threads are virtual threads of the JDK on a scheduler of our own, which the JDK has for
 * its own tests: what waits in the service's code is as it is, and nothing of it knows.
 */
final class Simulator {
  private final Random random;
  private final Instant begin;
  private final List<Step> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong((Timer timer) -> timer.at).thenComparingLong(t -> t.number));
  private long now;
  private long made;
  private long steps;
  private long trace = 17;

  /** A thread that can go on. */
  private record Step(Machine machine, Runnable run) {}

  Simulator(long seed, Instant begin) {
    random = new Random(seed);
    this.begin = begin;
  }

  /** Something that happens at a time, unless it is cancelled. */
  static final class Timer {
    private final long at;
    private final long number;
    private final Runnable what;
    private boolean isOver;

    private Timer(long at, long number, Runnable what) {
      this.at = at;
      this.number = number;
      this.what = what;
    }

    /** Returns false if it has happened, or is cancelled already. */
    boolean cancel() {
      boolean wasPending = !isOver;
      isOver = true;
      return wasPending;
    }

    boolean isOver() {
      return isOver;
    }

    long at() {
      return at;
    }
  }

  /** Threads that freeze together, as those of a process do. */
  final class Machine {
    private final Thread.Builder threads = builder(step -> ready.add(new Step(this, step)));
    private final List<Step> held = new ArrayList<>();
    private boolean isFrozen;
    private long frozenSince;
    private long frozenFor;

    /** Starts a thread. */
    void start(Runnable task) {
      threads.unstarted(task).start();
    }

    /** Stops all of its threads, wherever they are, for so long. */
    void freeze(Duration time) {
      if (!isFrozen) {
        isFrozen = true;
        frozenSince = now;
        after(time, this::thaw);
      }
    }

    private void thaw() {
      isFrozen = false;
      frozenFor += now - frozenSince;
      ready.addAll(held);
      held.clear();
    }

    boolean isFrozen() {
      return isFrozen;
    }

    /** A clock that cannot be set, and stands still while the machine is frozen. */
    long nanoTime() {
      return now - frozenFor;
    }
  }

  private static Thread.Builder builder(Executor scheduler) {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      return (Thread.Builder) builder.newInstance(scheduler);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("no virtual threads on a scheduler of our own", e);
    }
  }

  /** Runs until nothing can happen any more. */
  void run() {
    while (true) {
      if (!ready.isEmpty()) {
        step();
      } else if (!timers.isEmpty()) {
        Timer next = timers.remove();
        if (next.cancel()) {
          now = next.at;
          next.what.run();
        }
      } else {
        return;
      }
    }
  }

  private void step() {
    int chosen = random.nextInt(ready.size());
    Step step = ready.get(chosen);
    Step last = ready.removeLast();
    if (chosen < ready.size()) {
      ready.set(chosen, last);
    }
    if (step.machine().isFrozen) {
      step.machine().held.add(step);
    } else {
      steps++;
      trace = trace * 31 + chosen;
      trace = trace * 31 + now;
      step.run().run();
    }
  }

  /** Has something happen later. */
  Timer after(Duration time, Runnable what) {
    Timer timer = new Timer(now + Math.max(0, time.toNanos()), made++, what);
    timers.add(timer);
    return timer;
  }

  /** Lets the thread that asks for it wait. */
  void sleep(Duration time) throws InterruptedException {
    Thread sleeper = Thread.currentThread();
    Timer end = after(time, () -> LockSupport.unpark(sleeper));
    while (!end.isOver()) {
      LockSupport.park();
      if (Thread.interrupted()) {
        end.cancel();
        throw new InterruptedException();
      }
    }
  }

  /** The same for who is never woken before. */
  void pause(Duration time) {
    try {
      sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** Nanoseconds since the beginning. */
  long nanoTime() {
    return now;
  }

  Clock clock() {
    InstantSource source = () -> begin.plusNanos(now);
    return source.withZone(ZoneOffset.UTC);
  }

  /** How often a thread went on. */
  long steps() {
    return steps;
  }

  /** A number that two runs have in common only if they went the same way. */
  long trace() {
    return trace;
  }
}
