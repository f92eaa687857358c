// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.rule.Violation;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

class VerdictTest {
  private static final long MILLISECOND = 1_000_000;
  private static final String CREATED = "{\"resources\": [\"/v2/queues/q/messages/1\"]}";

  private static Event event(String method, String path, int status, String body, long took) {
    Call call = new Call(method, "/queues/q" + path, "a", null);
    return new Event(1, "a", 0, took * MILLISECOND, call, new Answer(status, Map.of(), body));
  }

  private static final Event POST = event("POST", "/messages", 201, CREATED, 7);

  private static Violation violation(Violation.Kind kind) {
    return new Violation(kind, "it happened", List.of(POST));
  }

  @Test
  void verdict_saysWhatWasKept() {
    assertThat(Verdict.of(Summary.of(List.of(POST)), List.of()))
        .hasToString("All promises were kept.");
  }

  @Test
  void verdict_ofNothingProvesNothing() {
    assertThat(Verdict.of(Summary.of(List.of()), List.of()).toString())
        .contains("nothing is proven");
  }

  @Test
  void verdict_saysHowOftenWhichPromiseWasBroken() {
    List<Violation> violations =
        List.of(
            violation(Violation.Kind.MISSED),
            violation(Violation.Kind.LOST),
            violation(Violation.Kind.MISSED));

    assertThat(Verdict.of(Summary.of(List.of(POST)), violations).toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("BROKEN:"),
            line -> assertThat(line).startsWith("      1 x LOST: an acknowledged message"),
            line -> assertThat(line).startsWith("      2 x MISSED: an observer"));
  }

  @Test
  void latencies_areOfEachKindOfRequest() {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      events.add(event("POST", "/claims?limit=5", 204, "", i));
    }
    events.add(event("DELETE", "/messages?pop=1", 200, "", 3));
    events.add(event("DELETE", "/messages?ids=1", 204, "", 4));
    events.add(event("GET", "/messages?marker=1", 200, "", 5));
    events.add(event("PATCH", "/claims/1", 204, "", 6));
    events.add(POST);

    assertThat(Latencies.of(events).toString().lines().map(line -> line.strip().split(" +")))
        .containsExactly(
            "Milliseconds number p50 p90 p99 max".split(" "),
            "post 1 7 7 7 7".split(" "),
            "list 1 5 5 5 5".split(" "),
            "claim 100 50 90 99 100".split(" "),
            "delete 1 4 4 4 4".split(" "),
            "pop 1 3 3 3 3".split(" "),
            "other 1 6 6 6 6".split(" "));
  }

  @Test
  void progress_saysHowFarTheLoadIs() throws Exception {
    long[] now = {0};
    History history = new History("one", () -> now[0]);
    history.send("a", call -> POST.answer(), POST.call());
    now[0] = 5_000 * MILLISECOND;

    assertThat(Progress.line(history, Duration.ofSeconds(20)))
        .isEqualTo("... 5 of 20 s: 1 requests, 1 messages posted, 0 delivered, 0 answered 503");
    assertThat(Progress.line(history, Duration.ofSeconds(5))).contains("reads what is left");
  }
}
