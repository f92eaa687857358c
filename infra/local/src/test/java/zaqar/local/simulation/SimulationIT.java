// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zaqar.check.Summary;
import zaqar.check.history.HistoryFile;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Violation;

/**
 * Days of queues that are played in seconds, by one thread at a time: many instances, clients of
 * all kinds, and a store that misbehaves. Each seed is another day, and always the same one: {@code
 * -Dzaqar.seed=N} plays day N alone, {@code -Dzaqar.simulation.seeds=N} plays so many.
 */
class SimulationIT {
  private static final long ONE_SEED = Long.getLong("zaqar.seed", 0L);
  private static final long SEEDS = Long.getLong("zaqar.simulation.seeds", 8L);
  private static final long FIRST = Long.getLong("zaqar.simulation.first", 1L);

  /** What a day has broken, as it is to be read by who wants to play it again. */
  private static List<String> broken(String name, String test, long seed, Scenario scenario)
      throws IOException {
    Day.Played played;
    try {
      played = new Day(scenario).play();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(again(test, seed), e);
    }
    List<Violation> violations = new Checker(scenario.tolerance()).check(played.events());
    System.out.println(name + " " + seed + ": " + played + ", " + Summary.of(played.events()));
    if (violations.isEmpty()) {
      return List.of();
    }
    Path history = Path.of("target", name + "-" + seed + ".history");
    HistoryFile.write(history, played.events());
    List<String> lines = new ArrayList<>();
    lines.add("%s; history in %s; %s".formatted(again(test, seed), history, scenario));
    violations.forEach(violation -> lines.add(violation.toString()));
    return lines;
  }

  private static String again(String test, long seed) {
    return "seed %d: mvn verify -Dit.test=SimulationIT#%s -Dzaqar.seed=%d -Dtest=none"
            .formatted(seed, test, seed)
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false";
  }

  @Test
  void shortDays_breakNoPromise() throws IOException {
    long[] seeds =
        ONE_SEED == 0 ? LongStream.range(FIRST, FIRST + SEEDS).toArray() : new long[] {ONE_SEED};
    long start = System.nanoTime();
    List<String> broken = new ArrayList<>();
    for (long seed : seeds) {
      broken.addAll(broken("short-day", "shortDays_breakNoPromise", seed, Scenario.shortDay(seed)));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%d seeds, %.1f a minute%n", seeds.length, seeds.length * 60_000.0 / time.toMillis());

    assertThat(broken).isEmpty();
  }

  /** Messages of hours, claims of minutes, and TTL that is half a day behind. */
  @Test
  void wholeDay_breaksNoPromise() throws IOException {
    long seed = ONE_SEED == 0 ? 1 : ONE_SEED;

    assertThat(broken("whole-day", "wholeDay_breaksNoPromise", seed, Scenario.wholeDay(seed)))
        .isEmpty();
  }

  @Test
  void seed_playsTheSameDayAgain(@TempDir Path folder) throws IOException {
    Day.Played first = new Day(Scenario.shortDay(13)).play();
    Day.Played second = new Day(Scenario.shortDay(13)).play();

    assertThat(second.trace()).isEqualTo(first.trace());
    HistoryFile.write(folder.resolve("first"), first.events());
    HistoryFile.write(folder.resolve("second"), second.events());
    assertThat(folder.resolve("second")).hasSameTextualContentAs(folder.resolve("first"));
  }

  @Test
  void anotherSeed_playsAnotherDay() {
    assertThat(new Day(Scenario.shortDay(8)).play().trace())
        .isNotEqualTo(new Day(Scenario.shortDay(13)).play().trace());
  }
}
