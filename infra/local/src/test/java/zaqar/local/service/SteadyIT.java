// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * Steady mixed traffic on four instances: delays, lapses, releases, renewals, pops, purges, workers
 * that die, readers by markers and from the start. Time passes while it goes on, so that nothing
 * may be put off by what comes after it: three days are played in a time of their own, and a bad
 * one is lived through by many clients at once. What they saw is judged by the checker: nothing is
 * lost, doubled, missed, or left waiting. {@code -Dzaqar.steady=PT30M} makes it long.
 */
class SteadyIT {
  private static final int INSTANCES = 4;
  private static final long SEED = Long.getLong("zaqar.seed", 20_261_129L);
  private static final Duration BRIEF = Duration.ofSeconds(12);
  private static final Duration PLAYED = Duration.ofSeconds(20);
  private static final int BACKLOG = 1000;
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  /** A history that is to be judged has to be kept; longer times are played in several rounds. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(5);

  /** Ends that tests can wait for, and patience with a machine that is slow. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "MinClaimTtl", "1",
          "MinClaimGrace", "0",
          "MinMessageTtl", "1",
          "WriteDeadlineMilliseconds", "2000");

  /** In a time that is played, what was not answered in time takes no effect later. */
  private static final Tolerance PLAYED_TOLERANCE =
      Tolerance.USUAL.forFailingStores().lateness(Duration.ofSeconds(5));

  /**
   * A request may be frozen, or its writes land again, for some seconds after it was given up. What
   * a claim tried to give back in vain comes back when its ttl is over.
   */
  private static final Tolerance BAD =
      new Tolerance(
          Duration.ofSeconds(20),
          Duration.ofSeconds(4),
          Duration.ofMillis(1),
          false,
          false,
          Duration.ofSeconds(6));

  private static final LoadSettings TRAFFIC =
      LoadSettings.USUAL
          .with(new LoadSettings.Cast(2, 2, 1, 4, 1))
          .claiming(Duration.ofSeconds(3), Duration.ofSeconds(1))
          .with(Posting.USUAL.batches(8).steadily(8).delayed(Duration.ofSeconds(5)));

  private static final Map<WriteFaults.Kind, Double> BAD_WRITES =
      Map.of(
          WriteFaults.Kind.CONFLICT, 0.005,
          WriteFaults.Kind.THROTTLED, 0.005,
          WriteFaults.Kind.FAILED, 0.005,
          WriteFaults.Kind.BROKEN, 0.005);

  private static final Rates BAD_CALLS =
      Rates.NONE
          .delayedUpTo(Duration.ofMillis(1500))
          .with(Fault.Kind.DELAYED, 0.005)
          .with(Fault.Kind.LATE, 0.005)
          .with(Fault.Kind.REFUSED, 0.003)
          .with(Fault.Kind.FAILED, 0.003)
          .with(Fault.Kind.THROTTLED, 0.005)
          .with(Fault.Kind.PARTIAL, 0.005)
          .with(Fault.Kind.LOST, 0.003)
          .with(Fault.Kind.BROKEN, 0.003)
          .with(Fault.Kind.CRASH, 0.0005)
          .with(Fault.Kind.CRASH_AFTER, 0.0005);

  /** Three quarters of the time are bad; then all has to come right again. */
  private static Cluster.Weather bad(Duration time) {
    return new Cluster.Weather(
        Duration.ofMillis(900),
        BAD_CALLS,
        BAD_WRITES,
        0.05,
        Duration.ofSeconds(10),
        0.0005,
        Duration.ofSeconds(10),
        0.3,
        0.005,
        time.multipliedBy(3).dividedBy(4));
  }

  private static Duration time() {
    Duration usual = Boolean.getBoolean("zaqar.long") ? HALF_AN_HOUR : BRIEF;
    String asked = System.getProperty("zaqar.steady");
    return asked == null ? usual : Duration.parse(asked);
  }

  private static void assertKept(String name, LoadSettings settings) throws IOException {
    Duration left = time();
    for (long seed = SEED; left.isPositive(); seed++) {
      Duration round = left.compareTo(LONGEST_ROUND) < 0 ? left : LONGEST_ROUND;
      assertKeptInOneRound(name, settings.lasting(round, seed));
      left = left.minus(round);
    }
  }

  private static void assertKeptInOneRound(String name, LoadSettings settings) throws IOException {
    History history = new History();
    int started;
    // What has expired stays in the tables, as it does on DynamoDB for days.
    Duration ttlLag = Duration.ofDays(1);
    try (Cluster cluster =
        new Cluster(INSTANCES, PARAMETERS, bad(settings.time()), ttlLag, settings.seed())) {
      new Load(settings, "steady-" + UUID.randomUUID(), () -> cluster, history).run();
      started = cluster.started();
    }
    System.out.println("instances " + started);
    assertKept(name, history.events(), BAD);
    assertThat(Summary.of(history.events()).delivered()).isPositive();
  }

  private static void assertKept(String name, List<Event> events, Tolerance tolerance)
      throws IOException {
    List<Violation> violations = new Checker(tolerance).check(events);
    System.out.println(name + ": " + Summary.of(events));
    if (!violations.isEmpty()) {
      HistoryFile.write(Path.of("target", name + ".history"), events);
    }
    assertThat(violations).as("seed %s, history in target", SEED).isEmpty();
  }

  private static Duration played() {
    Duration time = time();
    return time.equals(BRIEF) ? PLAYED : time.compareTo(LONGEST_ROUND) < 0 ? time : LONGEST_ROUND;
  }

  private static void assertKept(String name, BusyDay.Day day, Tolerance tolerance)
      throws IOException {
    List<Event> events;
    try (BusyDay busyDay = new BusyDay(INSTANCES, day, SEED)) {
      events = busyDay.play(played());
    }
    assertKept(name, events, tolerance);
    assertThat(Summary.of(events).delivered()).isGreaterThan(5 * played().toSeconds());
  }

  /** Each message is delayed for five seconds; there is no moment without requests. */
  @Test
  void delays_endWhileTrafficGoesOn() throws IOException {
    String metadata = "{\"_default_message_delay\":5}";

    assertKept(
        "delays", new BusyDay.Day(metadata, 0, -1, 10, false, 0, Map.of()), PLAYED_TOLERANCE);
  }

  /** Workers die with messages, while others always find enough behind those. */
  @Test
  void lapses_comeBackWhileTrafficGoesOn() throws IOException {
    BusyDay.Day day = new BusyDay.Day("{}", BACKLOG, -1, 10, false, 0, Map.of());

    assertKept("lapses", day, PLAYED_TOLERANCE);
  }

  @Test
  void writesThatFail_leaveNothingWaiting() throws IOException {
    String metadata = "{\"_default_message_delay\":1,\"_shards\":8}";
    BusyDay.Day day = new BusyDay.Day(metadata, 0, 5, 10, true, 150, BAD_WRITES);

    assertKept("bad writes", day, BAD);
  }

  @Test
  void badDay_breaksNoPromise() throws IOException {
    String metadata = "{\"_default_message_delay\":1,\"_shards\":8}";
    LoadSettings settings =
        TRAFFIC
            .with(new LoadSettings.Cast(2, 4, 1, 6, 1))
            .describedBy(metadata)
            .with(TRAFFIC.posting().someBrief(Duration.ofSeconds(4)))
            .with(new Chores(metadata, 1, 0, 0, Duration.ofSeconds(10)));

    assertKept("bad day", settings);
  }
}
