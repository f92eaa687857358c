// SPDX-License-Identifier: Apache-2.0
package zaqar.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import zaqar.http.Json;

/**
 * Log lines that hold metrics: CloudWatch's embedded metric format, of which Lambda's logs make
 * metrics without a call.
 *
 * @param namespace of the metrics in CloudWatch
 * @param log takes a line at a time
 */
public record Metrics(String namespace, Clock clock, Consumer<String> log) {
  /** What each line says of its metrics, which is always the same: as text, by their names. */
  private static final Map<String, RawValue> DEFINITIONS = new ConcurrentHashMap<>();

  /** Begins a line. */
  public Line line(String level) {
    return new Line(level, Map.of());
  }

  /** Begins a line whose metrics are kept for these dimensions together, and no others. */
  public Line lineOf(Map<String, String> dimensions) {
    return new Line("INFO", dimensions);
  }

  /** A line that is being written. */
  public final class Line {
    private final ObjectNode document;
    private final ArrayNode dimensions = Json.array();
    private final ArrayNode names = Json.array();

    private Line(String level, Map<String, String> together) {
      document = Json.object().put("level", level);
      together.forEach(
          (name, value) -> {
            dimensions.add(name);
            document.put(name, value);
          });
    }

    /** Says something else. */
    public Line with(String name, String value) {
      document.put(name, value);
      return this;
    }

    /** Says a number that is no metric. */
    public Line with(String name, long value) {
      document.put(name, value);
      return this;
    }

    /** Says an amount that is no metric. */
    public Line with(String name, double value) {
      document.put(name, value);
      return this;
    }

    /** Says several things. */
    public Line with(String name, List<String> values) {
      ArrayNode array = document.putArray(name);
      values.forEach(array::add);
      return this;
    }

    /** Counts one. */
    public Line count(String metric) {
      return count(metric, 1);
    }

    /** Counts some, or none. */
    public Line count(String metric, long number) {
      return measure(metric, number, "Count");
    }

    /** Counts some, unless there are none. */
    public Line countIfAny(String metric, long number) {
      return number > 0 ? count(metric, number) : this;
    }

    /** Says an amount, unless there is none. */
    public Line amountIfAny(String metric, double amount) {
      if (amount > 0) {
        document.put(metric, amount);
        name(metric, "Count");
      }
      return this;
    }

    /** Measures a time in milliseconds. */
    public Line milliseconds(String metric, Duration time) {
      return measure(metric, time.toMillis(), "Milliseconds");
    }

    /** Measures a time in seconds. */
    public Line seconds(String metric, long seconds) {
      return measure(metric, seconds, "Seconds");
    }

    private Line measure(String metric, long value, String unit) {
      document.put(metric, value);
      name(metric, unit);
      return this;
    }

    private void name(String metric, String unit) {
      names.addRawValue(
          DEFINITIONS.computeIfAbsent(
              metric,
              name -> new RawValue(Json.write(Json.object().put("Name", name).put("Unit", unit)))));
    }

    /** Ends the line, and writes it. */
    public void write() {
      ObjectNode metadata = document.putObject("_aws").put("Timestamp", clock.millis());
      ObjectNode metrics = metadata.putArray("CloudWatchMetrics").addObject();
      metrics.put("Namespace", namespace).putArray("Dimensions").add(dimensions);
      metrics.set("Metrics", names);
      log.accept(Json.line(document));
    }
  }
}
