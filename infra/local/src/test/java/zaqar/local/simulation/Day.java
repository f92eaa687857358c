// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import zaqar.check.LoadSettings;
import zaqar.check.history.Event;
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

/** One day of one queue: the load of the checker, played by a simulator. */
final class Day {
  private static final Instant BEGIN = Instant.parse("2026-11-29T00:00:00Z");
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** How much longer those rest who never come back. */
  private static final int QUITTERS_REST = 20;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LoadSettings settings;
  private final Duration idle;
  private final Simulator simulator;
  private final World world;
  private final History history;
  private final SplittableRandom random;
  private final Simulator.Machine clients;
  private final Stop stop;

  Day(Scenario scenario) {
    settings = scenario.settings();
    idle = scenario.idle();
    Random seeds = new Random(settings.seed());
    simulator = new Simulator(seeds.nextLong(), BEGIN);
    world = new World(simulator, scenario.weather(), seeds.nextLong());
    history = new History(Long.toString(settings.seed()), simulator::nanoTime);
    random = new SplittableRandom(seeds.nextLong());
    clients = simulator.new Machine();
    stop = new Stop(simulator::sleep);
  }

  /**
   * What came of it.
   *
   * @param trace a number that two plays have in common if they went the same way
   * @param instances how many there have been
   */
  record Played(List<Event> events, Duration time, long steps, long trace, int instances) {
    @Override
    public String toString() {
      return "%s in %d steps, %d instances".formatted(time, steps, instances);
    }
  }

  /** Plays it from beginning to end, and drains the queue. */
  Played play() {
    CompletableFuture<Void> end = start(this::script);
    simulator.run();
    if (!end.isDone()) {
      throw new IllegalStateException("somebody waits for ever");
    }
    end.join();
    return new Played(
        history.events(),
        Duration.ofNanos(simulator.nanoTime()),
        simulator.steps(),
        simulator.trace(),
        world.started());
  }

  private CompletableFuture<Void> start(Runnable task) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    clients.start(
        () -> {
          try {
            task.run();
            end.complete(null);
          } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
          }
        });
    return end;
  }

  private void script() {
    Client admin = client("admin");
    Optional<Answer> created = admin.insist("PUT", admin.path(""), settings.metadata());
    if (created.filter(Answer::succeeded).isEmpty()) {
      throw new IllegalStateException("the queue cannot be created: " + created);
    }
    List<CompletableFuture<Void>> roles = roles().stream().map(this::start).toList();
    simulator.pause(settings.time());
    world.heal();
    stop.request();
    roles.forEach(CompletableFuture::join);
    drain();
    world.close();
  }

  private List<Runnable> roles() {
    LoadSettings.Cast cast = settings.cast();
    List<Runnable> roles = new ArrayList<>();
    for (int i = 1; i <= cast.observers(); i++) {
      Reading reading = Reading.DIFFERENT.get((i - 1) % Reading.DIFFERENT.size());
      roles.add(new Observer(client("observer-" + i), resting(reading), stop));
    }
    for (int i = 1; i <= cast.readers(); i++) {
      roles.add(new Reader(client("reader-" + i), resting(Reading.AGAIN), stop));
    }
    for (int i = 1; i <= cast.producers(); i++) {
      roles.add(new Producer(client("producer-" + i), random.split(), settings.posting(), stop));
    }
    for (int i = 1; i <= cast.workers(); i++) {
      roles.add(
          new Worker(
              client("worker-" + i), random.split(), settings.work(), settings.ways(), stop));
    }
    for (int i = 1; i <= cast.quitters(); i++) {
      Work work = settings.work().pausing(settings.work().pause().multipliedBy(QUITTERS_REST));
      roles.add(new Worker(client("quitter-" + i), random.split(), work, Ways.DELETE_NONE, stop));
    }
    Chores chores = settings.chores();
    if (chores != null) {
      roles.add(new Admin(client("admin"), random.split(), chores, stop));
    }
    return roles;
  }

  private Reading resting(Reading reading) {
    return new Reading(
        reading.echo(), reading.includeClaimed(), reading.includeDelayed(), reading.limit(), idle);
  }

  private Client client(String who) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Client(who, id, "q", () -> world, history, simulator::sleep);
  }

  private void drain() {
    Stop atOnce = new Stop(simulator::sleep);
    atOnce.request();
    long claimed = new Checker(Tolerance.USUAL).lastClaimEnds(history.events()) - history.now();
    simulator.pause(Duration.ofNanos(Math.max(claimed, LONGEST_DELAY.toNanos())).plus(MARGIN));
    new Observer(client("last-observer-1"), Reading.ALL, atOnce).run();
    Stop inTime = new Stop(simulator::sleep);
    simulator.after(PATIENCE, inTime::request);
    Work work = settings.work().untilNothingIsLeft();
    new Worker(client("last-worker"), random.split(), work, Ways.DELETE_ALL, inTime).run();
    new Observer(client("last-observer-2"), Reading.ALL, atOnce).run();
  }
}
