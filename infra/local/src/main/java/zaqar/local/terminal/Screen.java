// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Lines of the log as a person reads them: one a request, with its warnings and faults under it.
 * What happens by itself is left out as long as nothing is wrong.
 */
final class Screen {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final int CLIENT_ERROR = 400;
  private static final int FAULT = 500;

  /** What of a line is said otherwise, or is for machines alone. */
  private static final Set<String> KNOWN =
      Set.of("timestamp", "version", "level", "_aws", "fault", "warnings", "operation");

  private final Ansi ansi;
  private final ZoneId zone;
  private final boolean hasFile;
  private final Instant start;
  private long requests;
  private long refused;
  private long failed;
  private double writes;
  private double reads;

  /**
   * Begins to count at {@code start}.
   *
   * @param hasFile whether the whole log is in a file, so that stack traces are not needed here
   */
  Screen(Ansi ansi, ZoneId zone, boolean hasFile, Instant start) {
    this.ansi = ansi;
    this.zone = zone;
    this.hasFile = hasFile;
    this.start = start;
  }

  /** What to show for a line, perhaps nothing; what is no line of the log is shown as it is. */
  synchronized List<String> show(String line) {
    JsonNode entry = parse(line);
    if (!entry.has("timestamp")) {
      return List.of(line);
    }
    List<String> shown = new ArrayList<>();
    if (entry.has("status")) {
      count(entry);
      shown.add(request(entry));
    } else if (!entry.path("level").asText().equals("INFO")) {
      shown.add(event(entry));
    }
    entry
        .path("warnings")
        .forEach(warning -> shown.add(styled("  " + clean(warning), Style.fg_yellow)));
    entry
        .path("fault")
        .asText()
        .lines()
        .filter(text -> !hasFile || !text.startsWith("\t"))
        .forEach(text -> shown.add(styled("  " + clean(text), Style.fg_red)));
    return shown;
  }

  private static JsonNode parse(String line) {
    try {
      return line.startsWith("{\"timestamp\"") ? JSON.readTree(line) : JSON.nullNode();
    } catch (JsonProcessingException notOfTheLog) {
      return JSON.nullNode();
    }
  }

  private void count(JsonNode entry) {
    int status = entry.get("status").asInt();
    requests++;
    refused += status >= CLIENT_ERROR && status < FAULT ? 1 : 0;
    failed += status >= FAULT ? 1 : 0;
    writes += entry.path("write_units").asDouble();
    reads += entry.path("read_units").asDouble();
  }

  private String request(JsonNode entry) {
    int status = entry.get("status").asInt();
    String[] operation = entry.path("operation").asText().split(" ", 2);
    String queue = entry.path("queue").asText("{queue_name}");
    String path = operation.length < 2 ? "" : operation[1].replace("{queue_name}", queue);
    String line =
        String.format(
            Locale.ROOT,
            "%s %-6s %-44s %d %5d ms  %s written, %s read",
            time(entry),
            clean(operation[0]),
            clean(path),
            status,
            entry.path("milliseconds").asLong(),
            units(entry.path("write_units").asDouble()),
            units(entry.path("read_units").asDouble()));
    return status < CLIENT_ERROR
        ? line
        : styled(line, status < FAULT ? Style.fg_yellow : Style.fg_red);
  }

  private String event(JsonNode entry) {
    String details =
        entry.properties().stream()
            .filter(field -> !KNOWN.contains(field.getKey()))
            .map(field -> field.getKey() + " " + text(field.getValue()))
            .collect(Collectors.joining(", "));
    String what =
        Stream.of(entry.path("operation").asText(), details)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    boolean isError = entry.path("level").asText().equals("ERROR");
    return styled(time(entry) + " " + clean(what), isError ? Style.fg_red : Style.fg_yellow);
  }

  /** What was asked of the service, in one line. */
  synchronized String summary(Instant end) {
    return String.format(
        Locale.ROOT,
        "Requests: %d in %s, %d refused (4xx), %d failed (5xx); units: %s written, %s read",
        requests,
        text(Duration.between(start, end)),
        refused,
        failed,
        units(writes),
        units(reads));
  }

  private String time(JsonNode entry) {
    return TIME.format(Instant.parse(entry.get("timestamp").asText()).atZone(zone));
  }

  private static String text(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes == 0 ? duration.toSeconds() + " s" : minutes + " min";
  }

  private static String units(double units) {
    return units == Math.rint(units)
        ? Long.toString((long) units)
        : String.format(Locale.ROOT, "%.1f", units);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String clean(JsonNode text) {
    return clean(text.asText());
  }

  /** Names are chosen by clients, and must not command the terminal. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> c == '\t' || !commands(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean commands(int c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private String styled(String line, IStyle... styles) {
    return ansi.enabled() ? Style.on(styles) + line + Style.off(styles) : line;
  }
}
