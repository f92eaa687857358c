// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import zaqar.check.history.History;
import zaqar.check.role.Admin;
import zaqar.check.role.Chores;
import zaqar.check.role.Client;
import zaqar.check.role.Observer;
import zaqar.check.role.Producer;
import zaqar.check.role.Reader;
import zaqar.check.role.Reading;
import zaqar.check.role.Stop;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;
import zaqar.check.role.Worker;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Wire;

/**
 * Puts the roles to one queue at the same time and drains it in the end: when no claim can be open
 * any more, and no message delayed, the queue is read from start to end, emptied by claims, and
 * read once more.
 */
public final class Load {
  private static final Duration MARGIN = Duration.ofMillis(1200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUITTERS_PAUSE = Duration.ofSeconds(4);
  private static final int FAULT = 400;

  private final LoadSettings settings;
  private final String queue;
  private final Supplier<Wire> wires;
  private final History history;
  private final SplittableRandom random;
  private final Stop stop = new Stop();

  /**
   * A load on a queue, which is created if need be.
   *
   * @param wires asked anew for every request
   */
  public Load(LoadSettings settings, String queue, Supplier<Wire> wires, History history) {
    this.settings = settings;
    this.queue = queue;
    this.wires = wires;
    this.history = history;
    random = new SplittableRandom(settings.seed());
  }

  /**
   * Runs from beginning to end.
   *
   * @throws CannotRun if the queue cannot be created
   */
  public void run() {
    create();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> roles = new ArrayList<>();
      roles().forEach(role -> roles.add(threads.submit(role)));
      new Stop().pause(settings.time());
      stop.request();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      roles.forEach(role -> await(role, deadline));
    }
    drain();
  }

  /** Deletes the queue. */
  public void delete() {
    Client last = client("admin");
    last.insist("DELETE", last.path(""), null);
  }

  private void create() {
    Client first = client("admin");
    Optional<Answer> answer = first.insist("PUT", first.path(""), settings.metadata());
    String problem =
        answer.map(a -> a.status() < FAULT ? "" : a.status() + " " + a.body()).orElse("no answer");
    if (!problem.isEmpty()) {
      throw new CannotRun("the queue cannot be created: " + problem);
    }
  }

  private List<Runnable> roles() {
    List<Runnable> roles = new ArrayList<>();
    for (int i = 1; i <= settings.cast().observers(); i++) {
      Reading reading = Reading.DIFFERENT.get((i - 1) % Reading.DIFFERENT.size());
      roles.add(new Observer(client("observer-" + i), reading, stop));
    }
    for (int i = 1; i <= settings.cast().readers(); i++) {
      roles.add(new Reader(client("reader-" + i), Reading.AGAIN, stop));
    }
    for (int i = 1; i <= settings.cast().producers(); i++) {
      Client client = client("producer-" + i);
      roles.add(new Producer(client, random.split(), settings.posting(), stop));
    }
    for (int i = 1; i <= settings.cast().workers(); i++) {
      Client client = client("worker-" + i);
      roles.add(new Worker(client, random.split(), settings.work(), settings.ways(), stop));
    }
    for (int i = 1; i <= settings.cast().quitters(); i++) {
      Client client = client("quitter-" + i);
      Work work = settings.work().pausing(QUITTERS_PAUSE);
      roles.add(new Worker(client, random.split(), work, Ways.DELETE_NONE, stop));
    }
    Chores chores = settings.chores();
    if (chores != null) {
      roles.add(new Admin(client("admin"), random.split(), chores, stop));
    }
    return roles;
  }

  private Client client(String who) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Client(who, id, queue, wires, history);
  }

  private void drain() {
    Stop atOnce = new Stop();
    atOnce.request();
    awaitReturns();
    new Observer(client("last-observer-1"), Reading.ALL, atOnce).run();
    Work work = settings.work().untilNothingIsLeft();
    Stop inTime = Stop.after(settings.time().plus(PATIENCE));
    new Worker(client("last-worker"), random.split(), work, Ways.DELETE_ALL, inTime).run();
    new Observer(client("last-observer-2"), Reading.ALL, atOnce).run();
  }

  /** Waits for the last claim and delay to end, but no longer than claims and delays last. */
  private void awaitReturns() {
    long claimed = new Checker(Tolerance.USUAL).lastClaimEnds(history.events()) - history.now();
    long mostClaimed = Math.min(claimed, settings.work().ttl().toNanos());
    long left = Math.max(mostClaimed, settings.posting().delay().toNanos());
    if (left > 0) {
      new Stop().pause(Duration.ofNanos(left).plus(MARGIN));
    }
  }

  private static void await(Future<?> role, long deadline) {
    try {
      role.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      role.cancel(true);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a role failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
