// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.check.history.Event;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

class OutagesTest {
  private static final long SECOND = 1_000_000_000;
  private static final Call CALL = new Call("GET", "/queues/q/messages", "client", null);

  private final Outages outages = new Outages();

  @ParameterizedTest
  @ValueSource(ints = {100, 110, 120, 121})
  void unavailable_isExplainedWhileTheRuntimeIsAway(int second) {
    outages.add(100 * SECOND, 120 * SECOND);

    assertThat(outages.unexplained(List.of(answered(second, 503)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {98, 123})
  void unavailable_isNotExplainedAtOtherTimes(int second) {
    outages.add(100 * SECOND, 120 * SECOND);

    assertThat(outages.unexplained(List.of(answered(second, 503)))).hasSize(1);
    assertThat(outages.unexplained(List.of(answered(second, 400)))).isEmpty();
  }

  @Test
  void unavailable_isExplainedByALongWait() {
    Event event = new Event(1, "who", 0, 2 * SECOND, CALL, new Answer(503, Map.of(), "{}"));

    assertThat(outages.unexplained(List.of(event))).isEmpty();
  }

  @Test
  void silence_isExplainedByAnOutageAlone() {
    outages.add(200 * SECOND, 220 * SECOND);

    assertThat(outages.unexplained(List.of(unanswered(210), unanswered(199)))).isEmpty();
    assertThat(outages.unexplained(List.of(unanswered(150)))).hasSize(1);
    assertThat(outages.unexplained(List.of(unanswered(221)))).hasSize(1);
  }

  private static Event answered(int second, int status) {
    long start = second * SECOND;
    return new Event(1, "who", start, start + SECOND, CALL, new Answer(status, Map.of(), "{}"));
  }

  private static Event unanswered(int second) {
    return new Event(1, "who", second * SECOND, Event.NEVER, CALL, null);
  }
}
