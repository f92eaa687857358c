// SPDX-License-Identifier: Apache-2.0
package zaqar.check.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

/** A history on disk: one event a line, as JSON, in the order in which they began. */
public final class HistoryFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HistoryFile() {}

  /** Writes events to a file, in place of what it held. */
  public static void write(Path file, List<Event> events) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (Event event : events) {
        lines.write(JSON.writeValueAsString(line(event)));
        lines.newLine();
      }
    }
  }

  /**
   * Reads events.
   *
   * @throws IOException if the file cannot be read, or is no history
   */
  public static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(event(JSON.readTree(line)));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no history", e);
    }
    return events;
  }

  private static ObjectNode line(Event event) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("number", event.number())
            .put("who", event.who())
            .put("start", event.start())
            .put("method", event.call().method())
            .put("path", event.call().path())
            .put("client", event.call().client())
            .put("body", event.call().body());
    Answer answer = event.answer();
    if (answer != null) {
      line.put("end", event.end()).put("status", answer.status()).put("answer", answer.body());
      answer.headers().forEach(line.putObject("headers")::put);
    }
    return line;
  }

  private static Event event(JsonNode line) {
    Call call =
        new Call(
            required(line, "method").asText(),
            required(line, "path").asText(),
            required(line, "client").asText(),
            line.path("body").textValue());
    boolean isAnswered = line.has("end");
    return new Event(
        required(line, "number").asLong(),
        required(line, "who").asText(),
        required(line, "start").asLong(),
        isAnswered ? line.get("end").asLong() : Event.NEVER,
        call,
        isAnswered ? answer(line) : null);
  }

  private static Answer answer(JsonNode line) {
    Map<String, String> headers = new HashMap<>();
    line.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    return new Answer(required(line, "status").asInt(), headers, required(line, "answer").asText());
  }

  private static JsonNode required(JsonNode line, String name) {
    @Nullable JsonNode value = line.get(name);
    if (value == null) {
      throw new IllegalArgumentException("an event without " + name);
    }
    return value;
  }
}
