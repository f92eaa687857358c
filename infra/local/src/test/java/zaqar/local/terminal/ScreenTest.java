// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class ScreenTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final String STAMP = "{\"timestamp\":\"2026-01-02T03:04:06.789Z\",\"level\":";

  private final Screen screen = screen(Ansi.OFF, true);

  private static Screen screen(Ansi ansi, boolean hasFile) {
    return new Screen(ansi, ZoneOffset.UTC, hasFile, START);
  }

  private static String request(int status, String more) {
    return (STAMP
            + "'INFO','queue':'demo','operation':'POST /v2/queues/{queue_name}/messages',"
            + "'status':%d,'milliseconds':12,'write_units':1.0,'read_units':0.5%s,'_aws':{}}")
        .formatted(status, more)
        .replace('\'', '"');
  }

  @Test
  void request_isOneLine() {
    assertThat(screen.show(request(201, "")))
        .containsExactly(
            "03:04:06 POST   /v2/queues/demo/messages                     201    12 ms"
                + "  1 written, 0.5 read");
  }

  @ParameterizedTest
  @CsvSource({"404, 33", "503, 31"})
  void request_thatIsRefusedOrFailsIsColoured(int status, String colour) {
    assertThat(screen(Ansi.ON, true).show(request(status, "")).getFirst())
        .startsWith("\u001b[" + colour + "m03:04:06 POST")
        .endsWith("m");
    assertThat(screen(Ansi.ON, true).show(request(201, "")).getFirst()).startsWith("03:04:06");
  }

  @Test
  void warnings_standUnderTheirRequest() {
    assertThat(screen.show(request(201, ",'warnings':['one','two']")))
        .hasSize(3)
        .endsWith("  one", "  two");
  }

  @Test
  void fault_isNamedWithItsCausesAndItsTraceIsInTheFile() {
    String line =
        (STAMP
                + "'ERROR','request_id':'req-1','fault':'java.lang.A: no\\n\\tat x(Y.java)\\n"
                + "Caused by: java.lang.B: why\\n\\t... 2 more\\n'}")
            .replace('\'', '"');

    assertThat(screen.show(line))
        .containsExactly(
            "03:04:06 request_id req-1", "  java.lang.A: no", "  Caused by: java.lang.B: why");
    assertThat(screen(Ansi.OFF, false).show(line)).contains("  \tat x(Y.java)");
  }

  @Test
  void event_isShownIfSomethingIsWrong() {
    String fine = (STAMP + "'INFO','operation':'announce','messages':0}").replace('\'', '"');

    assertThat(screen.show(fine)).isEmpty();
    assertThat(screen.show(fine.replace("INFO", "WARN")))
        .containsExactly("03:04:06 announce: messages 0");
  }

  @Test
  void name_doesNotCommandTheTerminal() {
    String line = request(201, "").replace("\"demo\"", "\"\\u001b[2J\\u202e\"");

    assertThat(screen.show(line).getFirst()).contains("/v2/queues/?[2J?/");
  }

  @Test
  void otherLine_isShownAsItIs() {
    assertThat(screen.show("Zaqar listens")).containsExactly("Zaqar listens");
    assertThat(screen.show("{\"timestamp\"")).containsExactly("{\"timestamp\"");
  }

  @Test
  void summary_countsRequestsAndUnits() {
    screen.show(request(201, ""));
    screen.show(request(404, ""));
    screen.show(request(503, ""));

    assertThat(screen.summary(START.plusSeconds(125)))
        .isEqualTo(
            "Requests: 3 in 2 min, 1 refused (4xx), 1 failed (5xx); units: 3 written, 1.5 read");
  }
}
