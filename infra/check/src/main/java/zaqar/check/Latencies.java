// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import zaqar.check.history.Event;
import zaqar.check.wire.Call;

/** How long answers took, by what was asked for. */
record Latencies(Map<Kind, List<Long>> sorted) {
  private static final double MILLISECOND = 1e6;

  /** What requests ask for. */
  enum Kind {
    POST,
    LIST,
    CLAIM,
    DELETE,
    POP,
    OTHER;

    static Kind of(Call call) {
      String path = call.path().replaceFirst("^/queues/[^/?]*", "").replaceFirst("[?].*", "");
      boolean isOfMessages = path.startsWith("/messages");
      return switch (call.method()) {
        case "POST" -> path.equals("/claims") ? CLAIM : isOfMessages ? POST : OTHER;
        case "GET" -> isOfMessages ? LIST : OTHER;
        case "DELETE" -> call.path().contains("pop=") ? POP : isOfMessages ? DELETE : OTHER;
        default -> OTHER;
      };
    }
  }

  /** Of all that was answered. */
  static Latencies of(List<Event> events) {
    Map<Kind, List<Long>> times = new EnumMap<>(Kind.class);
    for (Event event : events) {
      if (event.answer() != null) {
        times
            .computeIfAbsent(Kind.of(event.call()), kind -> new ArrayList<>())
            .add(event.end() - event.start());
      }
    }
    times.values().forEach(Collections::sort);
    return new Latencies(times);
  }

  private static double percentile(List<Long> times, double part) {
    int index = (int) Math.ceil(part * times.size()) - 1;
    return times.get(Math.max(0, index)) / MILLISECOND;
  }

  /** A table for a person. */
  @Override
  public String toString() {
    return "Milliseconds      number      p50      p90      p99      max"
        + sorted.entrySet().stream()
            .map(kind -> row(kind.getKey().name().toLowerCase(Locale.ROOT), kind.getValue()))
            .collect(Collectors.joining());
  }

  private static String row(String kind, List<Long> times) {
    return String.format(
        Locale.ROOT,
        "%n  %-12s %9d %8.0f %8.0f %8.0f %8.0f",
        kind,
        times.size(),
        percentile(times, 0.5),
        percentile(times, 0.9),
        percentile(times, 0.99),
        percentile(times, 1));
  }
}
