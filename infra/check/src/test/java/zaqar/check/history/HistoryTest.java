// SPDX-License-Identifier: Apache-2.0
package zaqar.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

class HistoryTest {
  private static final Call CALL = new Call("POST", "/queues/q/messages?x=\u00e9", "me", "{}");
  private static final Answer ANSWER = new Answer(503, Map.of("Retry-After", "1"), "{\"\u00e9\"}");

  private final History history = new History();

  @Test
  void answer_isRecordedWithItsTimes() throws IOException {
    assertThat(history.send("me", call -> ANSWER, CALL)).isEqualTo(ANSWER);
    Event event = history.events().getFirst();
    assertThat(event.answer()).isEqualTo(ANSWER);
    assertThat(event.call()).isEqualTo(CALL);
    assertThat(event.start()).isPositive().isLessThanOrEqualTo(event.end());
    assertThat(event.end()).isLessThan(history.now());
    assertThat(event.isDefinite()).isFalse();
  }

  @Test
  void silence_isRecorded() {
    assertThatThrownBy(() -> history.send("me", HistoryTest::fail, CALL))
        .isInstanceOf(IOException.class);
    assertThat(history.events()).singleElement().matches(event -> event.end() == Event.NEVER);
  }

  private static Answer fail(Call call) throws IOException {
    throw new IOException("no answer to " + call.method());
  }

  @Test
  void request_thatIsUnderWayIsRecorded() throws IOException {
    history.send(
        "me",
        call -> {
          assertThat(history.events()).singleElement().matches(event -> event.answer() == null);
          return ANSWER;
        },
        CALL);
    assertThat(history.events()).singleElement().matches(event -> event.answer() != null);
  }

  @Test
  void file_holdsTheSameHistory(@TempDir Path folder) throws IOException {
    history.send("me", call -> ANSWER, CALL);
    assertThatThrownBy(() -> history.send("you", HistoryTest::fail, CALL))
        .isInstanceOf(IOException.class);
    history.send("me", call -> ANSWER, new Call("GET", "/queues/q/messages", "me", null));
    List<Event> events = history.events();
    Path file = folder.resolve("history");
    HistoryFile.write(file, events);
    assertThat(file).content().hasLineCount(3);
    assertThat(HistoryFile.read(file)).isEqualTo(events);
  }

  @Test
  void file_thatIsNoHistoryIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("other"), "{\"a\": 1}\n");
    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no history");
  }
}
