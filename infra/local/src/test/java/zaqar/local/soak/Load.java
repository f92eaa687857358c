// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.check.history.History;
import zaqar.check.role.Client;
import zaqar.check.role.Observer;
import zaqar.check.role.Posting;
import zaqar.check.role.Producer;
import zaqar.check.role.Reading;
import zaqar.check.role.Stop;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;
import zaqar.check.role.Worker;
import zaqar.check.wire.Pace;
import zaqar.check.wire.Wire;

/** Producers, observers, and workers who keep up with the producers, on two queues. */
final class Load implements AutoCloseable {
  /** Who looks at the queues when all is done. */
  static final String END = "end";

  private static final List<String> QUEUES = List.of("plain", "sharded");
  private static final int MOST_REQUESTS_PER_SECOND = 150;
  private static final int WORKERS = 3;
  private static final int LARGE = 3_000;
  private static final Duration CLAIM_TTL = Duration.ofSeconds(6);
  private static final Work WORK = Work.USUAL.lasting(CLAIM_TTL, Duration.ZERO);

  private final Plan plan;
  private final History history;
  private final Supplier<Wire> wires;
  private final Random seeds;
  private final Stop stop = new Stop();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> roles = new ArrayList<>();

  Load(Plan plan, History history, Supplier<Wire> wires) {
    this.plan = plan;
    this.history = history;
    this.wires = new Pace(wires, MOST_REQUESTS_PER_SECOND);
    seeds = new Random(plan.seed());
  }

  /** Makes the queues, and begins. */
  void start() {
    client("admin", "sharded").insist("PUT", "/queues/sharded", "{\"_shards\":4}");
    for (String queue : QUEUES) {
      start(new Producer(client("small", queue), random(), posting(100), stop));
      start(new Producer(client("large", queue), random(), posting(LARGE), stop));
      start(new Observer(client("all", queue), Reading.ALL, stop));
      start(new Observer(client("some", queue), Reading.PLAIN, stop));
      for (int i = 0; i < WORKERS; i++) {
        start(new Worker(client("worker" + i, queue), random(), WORK, Ways.CLAIMS, stop));
      }
    }
  }

  private Posting posting(int size) {
    return new Posting(5, size, Duration.ofHours(1), plan.rest());
  }

  /** Ends it, looks at what is left with fresh eyes, and takes that, too. */
  void finish() throws Exception {
    stop.request();
    await();
    observe("fresh");
    TimeUnit.NANOSECONDS.sleep(CLAIM_TTL.plusSeconds(1).toNanos());
    for (String queue : QUEUES) {
      start(
          new Worker(
              client("last", queue),
              random(),
              WORK.untilNothingIsLeft(),
              Ways.DELETE_ALL,
              new Stop()));
    }
    await();
    observe(END);
  }

  @Override
  public void close() {
    stop.request();
    threads.shutdownNow();
  }

  private void observe(String who) throws Exception {
    for (String queue : QUEUES) {
      start(new Observer(client(who, queue), Reading.ALL, stop));
    }
    await();
  }

  private void start(Runnable role) {
    roles.add(threads.submit(role));
  }

  private void await() throws Exception {
    for (Future<?> role : roles) {
      role.get(2, TimeUnit.MINUTES);
    }
    roles.clear();
  }

  private Client client(String who, String queue) {
    return new Client(who + "-" + queue, UUID.randomUUID().toString(), queue, wires, history);
  }

  private RandomGenerator random() {
    return new Random(seeds.nextLong());
  }
}
