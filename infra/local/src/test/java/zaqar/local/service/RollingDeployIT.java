// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.check.Load;
import zaqar.check.LoadSettings;
import zaqar.check.Summary;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.history.HistoryFile;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;

/**
 * Two releases at one queue, as while one follows the other: each request goes to an instance of
 * either, and what the clients saw is judged by the checker.
 */
class RollingDeployIT {
  private static final int INSTANCES = 4;
  private static final long SEED = 20_261_123L;
  private static final Duration TIME = Duration.ofSeconds(6);

  private static final Tolerance TOLERANCE =
      new Tolerance(
          Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofMillis(1), true, false);

  private static final LoadSettings LOAD =
      LoadSettings.USUAL
          .roles(3, 3, 8)
          .claiming(Duration.ofSeconds(2), Duration.ofSeconds(1))
          .lasting(TIME, SEED);

  private final History history = new History();

  private static List<ExecutionInterceptor> everyOther(int number, Release release) {
    return number % 2 == 0 ? List.of(release) : List.of();
  }

  private Summary assertKept(String name, IntFunction<List<ExecutionInterceptor>> releases)
      throws IOException {
    Fleet.Nature goodDay = new Fleet.Nature(Duration.ZERO, Rates.NONE, 0, Duration.ZERO, SEED);
    try (Fleet fleet = new Fleet(INSTANCES, goodDay, releases)) {
      new Load(LOAD, "rolling-" + UUID.randomUUID(), () -> fleet, history).run();
    }
    List<Event> events = history.events();
    List<Violation> violations = new Checker(TOLERANCE).check(events);
    Summary summary = Summary.of(events);
    System.out.println(name + ": " + summary);
    if (!violations.isEmpty()) {
      HistoryFile.write(Path.of("target", name + ".history"), events);
    }
    assertThat(violations).as("history in target").isEmpty();
    return summary;
  }

  @Test
  void promises_areKeptBesideTheFirstRelease() throws IOException {
    Summary summary = assertKept("first release", n -> everyOther(n, Release.first()));

    assertThat(summary.delivered()).isGreaterThan(20);
  }
}
