package zaqar.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.Consumer;
import zaqar.http.Json;

/**
 * Log lines that hold metrics: CloudWatch's embedded metric format, of which Lambda's logs make
 * metrics without a call.
 */
public final class Metrics {
  private static final String NAMESPACE = "zaqar-lambda";

  private final Clock clock;
  private final Consumer<String> log;

  /** Writes to {@code log}, a line at a time, with the time of {@code clock}. */
  public Metrics(Clock clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  /** Begins a line. */
  public Line line(String level) {
    return new Line(level);
  }

  /** A line that is being written. */
  public final class Line {
    private final ObjectNode document;
    private final ArrayNode names = Json.array();

    private Line(String level) {
      document = Json.object().put("level", level);
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

    /** Counts one. */
    public Line count(String metric) {
      return measure(metric, 1, "Count");
    }

    /** Measures a time in seconds. */
    public Line seconds(String metric, long seconds) {
      return measure(metric, seconds, "Seconds");
    }

    private Line measure(String metric, long value, String unit) {
      document.put(metric, value);
      names.addObject().put("Name", metric).put("Unit", unit);
      return this;
    }

    /** Ends the line, and writes it. */
    public void write() {
      ObjectNode metadata = document.putObject("_aws").put("Timestamp", clock.millis());
      ObjectNode metrics = metadata.putArray("CloudWatchMetrics").addObject();
      metrics.put("Namespace", NAMESPACE).putArray("Dimensions").addArray();
      metrics.set("Metrics", names);
      log.accept(Json.write(document));
    }
  }
}
