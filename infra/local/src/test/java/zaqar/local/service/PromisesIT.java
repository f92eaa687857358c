// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import zaqar.check.Load;
import zaqar.check.LoadSettings;
import zaqar.check.Summary;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.history.HistoryFile;
import zaqar.check.role.Chores;
import zaqar.check.role.Posting;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;

/**
 * The promises on a bad day: many clients at one queue, by way of many instances with clocks of
 * their own, while calls to the store are late, refused, half done, or done without an answer, and
 * instances crash. What the clients saw is judged by the checker.
 */
class PromisesIT {
  private static final boolean LONG = Boolean.getBoolean("zaqar.long");
  private static final long SEED = Long.getLong("zaqar.seed", 20_261_123L);

  /** Twice what the instances' clocks may be off: S is half a second. */
  private static final Duration APART = Duration.ofMillis(900);

  private static final Rates BAD_DAY =
      Rates.NONE
          .delayedUpTo(Duration.ofMillis(1500))
          .with(Fault.Kind.DELAYED, 0.01)
          .with(Fault.Kind.LATE, 0.01)
          .with(Fault.Kind.REFUSED, 0.005)
          .with(Fault.Kind.FAILED, 0.005)
          .with(Fault.Kind.THROTTLED, 0.01)
          .with(Fault.Kind.PARTIAL, 0.01)
          .with(Fault.Kind.LOST, 0.005)
          .with(Fault.Kind.BROKEN, 0.005)
          .with(Fault.Kind.CRASH, 0.001)
          .with(Fault.Kind.CRASH_AFTER, 0.001);

  /**
   * A write may land a second and a half late. A claim's end is known to two instances to a second
   * each, if both are cold, and looked for once a second.
   */
  private static final Tolerance TOLERANCE =
      new Tolerance(
          Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofMillis(1), true, false);

  private final History history = new History();

  private static Duration time(int shortSeconds, int longSeconds) {
    return Duration.ofSeconds(LONG ? longSeconds : shortSeconds);
  }

  private Summary assertKept(String name, LoadSettings settings, int instances, Tolerance tolerance)
      throws IOException {
    Fleet.Nature nature = new Fleet.Nature(APART, BAD_DAY, 0.01, settings.time(), SEED);
    int started;
    try (Fleet fleet = new Fleet(instances, nature)) {
      new Load(settings, "promises-" + UUID.randomUUID(), () -> fleet, history).run();
      started = fleet.started();
    }
    List<Event> events = history.events();
    List<Violation> violations = new Checker(tolerance).check(events);
    Summary summary = Summary.of(events);
    System.out.println(name + ", seed " + SEED + ", instances " + started + ": " + summary);
    if (!violations.isEmpty()) {
      HistoryFile.write(Path.of("target", name + ".history"), events);
    }
    assertThat(violations).as("seed %s, history in target", SEED).isEmpty();
    return summary;
  }

  @Test
  void order_isKeptForProducersAndObservers() throws IOException {
    LoadSettings settings =
        LoadSettings.USUAL.roles(8, 4, 0).with(Posting.USUAL.hurried()).lasting(time(6, 60), SEED);

    Summary summary = assertKept("order", settings, 8, TOLERANCE);

    assertThat(summary.acknowledged()).isGreaterThan(LONG ? 20_000 : 100);
  }

  @Test
  void claims_areKept() throws IOException {
    LoadSettings settings =
        LoadSettings.USUAL
            .roles(6, 2, 32)
            .with(Posting.USUAL.hurried())
            .claiming(Duration.ofSeconds(2), Duration.ofSeconds(1))
            .lasting(time(10, 240), SEED);

    Summary summary = assertKept("claims", settings, 32, TOLERANCE);

    assertThat(summary.delivered()).isGreaterThan(LONG ? 20_000 : 100);
  }

  @Test
  void purgesAndGrowth_loseNothingAndBringNothingBack() throws IOException {
    LoadSettings settings =
        LoadSettings.USUAL
            .roles(4, 3, 4)
            .claiming(Duration.ofSeconds(2), Duration.ofSeconds(1))
            .with(Chores.ALL)
            .lasting(time(7, 120), SEED);

    assertKept("chores", settings, 8, TOLERANCE.forShards());
  }
}
