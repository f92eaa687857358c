package zaqar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.Consumer;
import zaqar.dynamodb.ClockOff;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Request;
import zaqar.http.Response;

/**
 * Counts the requests that an instance refuses because its clock is off: each leaves a log line in
 * CloudWatch's embedded metric format, of which Lambda makes the metric {@code ClockRefusals}.
 */
final class ClockRefusals implements Filter {
  private static final String METRIC = "ClockRefusals";

  private final Clock clock;
  private final Consumer<String> log;

  /** Writes to {@code log}, at the time of {@code clock}, which is the one that is off. */
  ClockRefusals(Clock clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  @Override
  public Response filter(Request request, Handler next) {
    try {
      return next.handle(request);
    } catch (ClockOff refusal) {
      log.accept(Json.write(line(request, refusal)));
      throw refusal;
    }
  }

  private ObjectNode line(Request request, ClockOff refusal) {
    ObjectNode line =
        Json.object()
            .put("level", "ERROR")
            .put("request_id", request.id())
            .put("reason", refusal.getMessage())
            .put(METRIC, 1);
    ObjectNode metadata = line.putObject("_aws").put("Timestamp", clock.millis());
    ObjectNode metrics = metadata.putArray("CloudWatchMetrics").addObject();
    metrics.put("Namespace", "zaqar-lambda").putArray("Dimensions").addArray();
    metrics.putArray("Metrics").addObject().put("Name", METRIC).put("Unit", "Count");
    return line;
  }
}
