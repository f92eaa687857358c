// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one workload on a new queue: fills it where the workload reads or consumes messages, lets it
 * warm up, and measures. Where messages are consumed, the clients stop when they are gone, and go
 * on when the queue has been filled again; the time in between counts nowhere.
 */
final class Load {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long AFTER_A_FAILURE = Duration.ofMillis(5).toNanos();

  private final Settings settings;
  private final Workload workload;
  private final Consumer<Meter> progress;
  private final List<Client> clients = new ArrayList<>();

  /**
   * What a run is like.
   *
   * @param clients that send requests at the same time
   * @param rate steps a second in an open loop; 0 for a closed one, where each client goes on when
   *     its last step is done
   * @param stock the messages that the queue is filled with
   * @param warmUp for how long the workload runs before it is measured
   * @param time for how long to measure
   */
  record Settings(int clients, double rate, int stock, Duration warmUp, Duration time) {}

  /**
   * A load by clients of {@code maker}.
   *
   * @param progress called about once a second while it measures
   */
  Load(Settings settings, Workload workload, ZaqarClient.Maker maker, Consumer<Meter> progress) {
    this.settings = settings;
    this.workload = workload;
    this.progress = progress;
    for (int i = 0; i < settings.clients(); i++) {
      clients.add(maker.make(UUID.randomUUID().toString()));
    }
  }

  /**
   * Runs it, and deletes the queue.
   *
   * @throws CannotRun if the queue cannot be made or filled
   */
  Measured run() {
    Client first = clients.getFirst();
    try {
      first.create();
      try {
        if (workload.stock() == Workload.Stock.KEPT) {
          fill(settings.stock());
        }
        measure(settings.warmUp(), null);
        Meter meter = new Meter();
        return new Measured(measure(settings.time(), meter), meter);
      } finally {
        tidyUp(first);
      }
    } catch (IOException e) {
      throw new CannotRun("the endpoint does not answer: " + e.getMessage(), e);
    } finally {
      clients.forEach(Client::close);
    }
  }

  // What was measured is worth more than an empty endpoint.
  private static void tidyUp(Client client) {
    client.caller().countIn(null);
    try {
      client.delete();
    } catch (IOException | CannotRun e) {
      System.err.println("zaqar: the queue stays, as " + e.getMessage());
    }
  }

  /** What was measured in so much time. */
  record Measured(Duration time, Meter meter) {}

  private Duration measure(Duration time, @Nullable Meter meter) throws IOException {
    Duration passed = Duration.ZERO;
    while (passed.compareTo(time) < 0) {
      clients.forEach(client -> client.caller().countIn(null));
      if (workload.stock() == Workload.Stock.CONSUMED) {
        fill(consumed(time.minus(passed)));
      }
      clients.forEach(client -> client.caller().countIn(meter));
      passed = passed.plus(new Phase(passed, time.minus(passed), meter).run());
    }
    return passed;
  }

  // An open loop knows how much it will consume, and is not interrupted.
  private int consumed(Duration time) {
    double steps = settings.rate() * time.toMillis() / SECOND.toMillis();
    double all = (steps * 1.2 + settings.clients()) * Workload.STEP;
    return settings.rate() > 0 ? (int) all : settings.stock();
  }

  private void fill(int count) throws IOException {
    List<IOException> failures = new ArrayList<>();
    List<CannotRun> refusals = new ArrayList<>();
    int share = Math.ceilDiv(count, clients.size());
    together(
        client -> {
          try {
            client.fill(share);
          } catch (IOException e) {
            synchronized (failures) {
              failures.add(e);
            }
          } catch (CannotRun e) {
            synchronized (refusals) {
              refusals.add(e);
            }
          }
        },
        () -> {});
    for (CannotRun refusal : refusals) {
      throw refusal;
    }
    for (IOException failure : failures) {
      throw failure;
    }
  }

  // Each client on a thread of its own, and something else once a second until all are done.
  private void together(Consumer<Client> work, Runnable everySecond) {
    CountDownLatch done = new CountDownLatch(clients.size());
    for (Client client : clients) {
      Thread.ofPlatform()
          .daemon()
          .name("client")
          .start(
              () -> {
                try {
                  work.accept(client);
                } finally {
                  done.countDown();
                }
              });
    }
    try {
      while (!done.await(SECOND.toMillis(), TimeUnit.MILLISECONDS)) {
        everySecond.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun("interrupted", e);
    }
  }

  /** All clients at work, until the time is up or nothing is left. */
  private final class Phase {
    private final Duration before;
    private final @Nullable Meter meter;
    private final @Nullable Arrivals arrivals;
    private final AtomicBoolean isDry = new AtomicBoolean();
    private final long start = System.nanoTime();
    private final long end;

    Phase(Duration before, Duration atMost, @Nullable Meter meter) {
      this.before = before;
      this.meter = meter;
      this.end = start + atMost.toNanos();
      this.arrivals = settings.rate() > 0 ? new Arrivals(settings.rate(), start) : null;
    }

    Duration run() {
      together(this::work, this::sample);
      sample();
      return soFar().minus(before);
    }

    private Duration soFar() {
      return before.plusNanos(System.nanoTime() - start);
    }

    private void sample() {
      if (meter != null && meter.sample(soFar())) {
        progress.accept(meter);
      }
    }

    private void work(Client client) {
      while (!isDry.get() && waitForTurn(client)) {
        int moved = take(client);
        if (moved > 0 && meter != null) {
          meter.moved(moved);
        } else if (moved == 0 && workload.stock() == Workload.Stock.CONSUMED) {
          isDry.set(true);
        }
      }
    }

    // Whether there is one before the end.
    private boolean waitForTurn(Client client) {
      if (arrivals == null) {
        return System.nanoTime() - end < 0;
      }
      long due = start + arrivals.next();
      if (due - end >= 0) {
        return false;
      }
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      client.caller().due(due);
      return true;
    }

    private int take(Client client) {
      try {
        return workload.take(client);
      } catch (IOException e) {
        // It is counted. An endpoint that is down shall not be asked in a tight loop.
        LockSupport.parkNanos(AFTER_A_FAILURE);
        return Client.FAILED;
      }
    }
  }
}
