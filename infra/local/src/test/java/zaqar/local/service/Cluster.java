// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/**
 * Instances behind one address, each of which serves many requests at a time, at a store that
 * misbehaves as AWS's does. One that crashes or freezes is followed by a cold one; what was asked
 * of a frozen one is answered 503, and it goes on when it thaws. All choices come from a seed.
 */
final class Cluster implements Wire, AutoCloseable {
  private static final Answer UNAVAILABLE =
      new Answer(503, Map.of(), "{\"title\":\"No answer\",\"description\":\"Try again later.\"}");

  /** For how many requests an instance with a wrong clock stands in for another. */
  private static final int STRANGERS_CALLS = 5;

  private static final long LARGEST_ERROR_SECONDS = Duration.ofHours(1).toSeconds();

  private final Map<String, String> parameters;
  private final Weather weather;
  private final Random random;
  private final MovableClock storeClock;
  private final List<Host> hosts;
  private final ConcurrentLinkedQueue<Process> processes = new ConcurrentLinkedQueue<>();
  private final long start = System.nanoTime();

  /**
   * What happens to instances and their calls to the store.
   *
   * @param clocksApart the difference between the slowest and the fastest clock
   * @param rates what befalls calls, as shares of all
   * @param writes what befalls single writes, as shares of all
   * @param late the share of conditional writes that land a second time, up to {@code latest} later
   * @param frozen the share of moments between two calls in which an instance freezes, for up to
   *     {@code longestFreeze}
   * @param strangers the share of cold instances that have a clock of their own, up to an hour off
   * @param answersLost the share of answers that do not reach their clients
   * @param until when all of that ends, after the start
   */
  record Weather(
      Duration clocksApart,
      Rates rates,
      Map<WriteFaults.Kind, Double> writes,
      double late,
      Duration latest,
      double frozen,
      Duration longestFreeze,
      double strangers,
      double answersLost,
      Duration until) {
    /** Nothing goes wrong. */
    static final Weather FAIR =
        new Weather(
            Duration.ZERO,
            Rates.NONE,
            Map.of(),
            0,
            Duration.ZERO,
            0,
            Duration.ZERO,
            0,
            0,
            Duration.ZERO);
  }

  /**
   * So many instances.
   *
   * @param ttlLag how far behind the store is with what has expired: its items are as much younger
   *     for it than for the instances, so that it removes nothing before
   */
  Cluster(
      int instances, Map<String, String> parameters, Weather weather, Duration ttlLag, long seed) {
    this.parameters = parameters;
    this.weather = weather;
    random = new Random(seed);
    storeClock = MovableClock.ahead(ttlLag);
    Duration step = instances == 1 ? Duration.ZERO : weather.clocksApart().dividedBy(instances - 1);
    Duration first = ttlLag.minus(weather.clocksApart().dividedBy(2));
    hosts =
        IntStream.range(0, instances)
            .mapToObj(i -> new Host(MovableClock.ahead(first.plus(step.multipliedBy(i)))))
            .toList();
  }

  private boolean isBad() {
    return System.nanoTime() - start < weather.until().toNanos();
  }

  private BooleanSupplier chance(double share) {
    return () -> isBad() && random.nextDouble() < share;
  }

  /** One instance, from its cold start to its end. */
  private final class Process {
    private final Faults faults = Faults.seeded(random.nextLong(), weather.rates());
    private final Freezer freezer;
    private final Instance instance;
    private final AtomicInteger callsLeft;

    Process(MovableClock clock, int calls) {
      long freeze = random.nextLong(weather.longestFreeze().toMillis() + 1);
      freezer = new Freezer(chance(weather.frozen()), Duration.ofMillis(freeze));
      WriteFaults drawn = WriteFaults.seeded(random.nextLong(), weather.writes());
      callsLeft = new AtomicInteger(calls);
      List<ExecutionInterceptor> all = new ArrayList<>();
      all.add(new StoreDate(storeClock));
      all.add(freezer);
      if (isBad()) {
        all.add(drawn.during(Cluster.this::isBad));
        all.add(faults);
        all.add(new LateWrites(chance(weather.late()), weather.latest(), random.nextLong()));
      }
      instance = new Instance(clock, parameters, all.toArray(new ExecutionInterceptor[0]));
      processes.add(this);
    }

    boolean isAlive() {
      return !faults.isCrashed() && !freezer.frozen().isDone() && callsLeft.getAndDecrement() > 0;
    }

    Answer send(Call call) throws IOException {
      if (!isBad()) {
        faults.heal();
      }
      CompletableFuture<Instance.Reply> reply = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> reply.completeAsync(() -> ask(call), Runnable::run));
      CompletableFuture.anyOf(reply, freezer.frozen()).join();
      if (!reply.isDone()) {
        return UNAVAILABLE;
      }
      Instance.Reply replied = reply.join();
      if (faults.isCrashed()) {
        throw new IOException("the instance crashed");
      }
      if (isBad() && random.nextDouble() < weather.answersLost()) {
        throw new IOException("the answer was lost");
      }
      return new Answer(
          replied.status(),
          replied.headers(),
          replied.body().isNull() ? "" : replied.body().toString());
    }

    private Instance.Reply ask(Call call) {
      return instance.call(
          call.client(),
          call.method(),
          call.path().substring("/queues/".length()),
          call.body() == null ? "" : call.body());
    }

    void close() {
      freezer.thaw();
      instance.close();
    }
  }

  /** Where one instance follows another. */
  private final class Host {
    private final MovableClock clock;
    private Process process;

    Host(MovableClock clock) {
      this.clock = clock;
      process = new Process(clock, Integer.MAX_VALUE);
    }

    synchronized Process alive() {
      if (!process.isAlive()) {
        boolean isStranger = chance(weather.strangers()).getAsBoolean();
        process =
            isStranger
                ? new Process(strange(), STRANGERS_CALLS)
                : new Process(clock, Integer.MAX_VALUE);
      }
      return process;
    }

    private MovableClock strange() {
      long seconds = random.nextLong(-LARGEST_ERROR_SECONDS, LARGEST_ERROR_SECONDS + 1);
      return MovableClock.ahead(
          Duration.between(Instant.now(), clock.instant()).plusSeconds(seconds));
    }
  }

  @Override
  public Answer send(Call call) throws IOException {
    return hosts.get(random.nextInt(hosts.size())).alive().send(call);
  }

  /** How many instances there have been. */
  int started() {
    return processes.size();
  }

  /** Lines of the log that tell of faults, for who looks for a reason. */
  List<String> log() {
    return processes.stream().flatMap(process -> process.instance.log().stream()).toList();
  }

  @Override
  public void close() {
    processes.forEach(Process::close);
  }
}
