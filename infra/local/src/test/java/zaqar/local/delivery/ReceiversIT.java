// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a message at receivers of every kind (design 5; contract 9.5). All get theirs at
 * the same time, and the first one checked takes longest, so what should not come to the others has
 * had its time.
 */
class ReceiversIT {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String MEGABYTE = "x".repeat(1 << 20);
  private static final Duration ASKED = Duration.ofSeconds(3);

  @TempDir static Path folder;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<Trial> TRIALS = new ArrayList<>();
  private static Instant date;
  private static Receiver inside;

  @BeforeAll
  static void start() throws Exception {
    Machine machine = new Machine(folder, Map.of(), 1);
    OPEN.add(machine);
    machine.start();
    date = Instant.now().plusSeconds(15).truncatedTo(SECONDS);
    for (Row row : rows()) {
      Trial trial = Trial.start(row, machine, TRIALS.size());
      OPEN.addFirst(trial);
      TRIALS.add(trial);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
  }

  private static List<Row> rows() throws IOException {
    inside = Receiver.start(Manners.answering(204));
    OPEN.addFirst(inside);
    Manners ok = Manners.answering(204);
    return List.of(
        Row.givenUp("hangs", 3, "timed out", Manners.hanging()),
        Row.delivered("hangs once", 2, Manners.hanging().then(1, ok)),
        Row.delivered(
            "begins its answer too slowly", 2, Manners.saying(2000, OK.split("")).then(1, ok)),
        Row.delivered("takes what it gets", 1, ok),
        Row.delivered("is slow", 1, Manners.saying(2000, OK + "\r\n")),
        Row.delivered(
            "trickles",
            1,
            Manners.saying(200, (OK + "\r\n" + "x".repeat(99)).split("(?<=\n)|(?<=x)"))),
        Row.delivered("says ten megabytes", 1, megabytes()),
        Row.delivered(
            "breaks off after the head", 1, Manners.saying(0, OK + "Content-Length: 99\r\n\r\nx")),
        Row.givenUp("breaks off amid the head", 3, "no HTTP", Manners.saying(0, OK + "Content-Le")),
        Row.givenUp("says nothing and goes", 3, "no answer", visit -> {}),
        Row.givenUp(
            "breaks the connection",
            3,
            "connection broken",
            visit -> visit.guest().setSoLinger(true, 0)),
        Row.givenUp("fails", 3, "answered 500", Manners.answering(500)),
        Row.delivered("fails twice", 3, Manners.answering(500).then(2, ok)),
        Row.delivered(
            "asks for time",
            2,
            Manners.answering(429, "Retry-After: " + ASKED.toSeconds()).then(1, ok)),
        Row.delivered(
            "names a date",
            2,
            Manners.answering(503, "Retry-After: " + RFC_1123_DATE_TIME.format(date.atOffset(UTC)))
                .then(1, ok)),
        Row.givenUp("refuses", 1, "answered 404", Manners.answering(404)),
        Row.givenUp("is gone", 1, "the receiver is gone", Manners.answering(410)),
        Row.givenUp(
            "redirects", 1, "answered 302", Manners.answering(302, "Location: " + inside.url())));
  }

  private static Manners megabytes() {
    return visit -> {
      visit.say(OK + "Content-Length: " + 10 * MEGABYTE.length() + "\r\n\r\n");
      for (int i = 0; i < 10; i++) {
        visit.say(MEGABYTE);
      }
    };
  }

  @TestFactory
  Stream<DynamicTest> receiver_getsWhatTheRulesSay() {
    return Stream.concat(
        TRIALS.stream().map(trial -> dynamicTest(trial.name(), trial::check)),
        Stream.of(
            dynamicTest("has the time that it asks for", ReceiversIT::checkTime),
            dynamicTest("has time until the date that it names", ReceiversIT::checkDate),
            dynamicTest("leads nowhere else", () -> assertThat(inside.guests()).isZero())));
  }

  private static void checkTime() {
    Trial trial = trial("asks for time");
    assumeTrue(trial.nothingCameTwice());
    assertThat(trial.between(0, 1)).isGreaterThan(ASKED);
  }

  private static void checkDate() {
    Trial trial = trial("names a date");
    assumeTrue(trial.nothingCameTwice());
    assertThat(trial.visits().getLast().time()).isAfterOrEqualTo(date);
  }

  private static Trial trial(String name) {
    return TRIALS.stream().filter(trial -> trial.name().equals(name)).findFirst().orElseThrow();
  }
}
