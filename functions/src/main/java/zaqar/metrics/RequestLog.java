// SPDX-License-Identifier: Apache-2.0
package zaqar.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.http.Truncation;
import zaqar.meter.Meter;

/**
 * Gives each answer its X-Openstack-Request-Id, and the log one line for each request, which holds
 * its metrics, too: never a body, never a token, and of what the client says itself no more than
 * its beginning. A value that was not measured is left out.
 *
 * @param clockOffset by how much the clock is off at least, as far as that is known
 */
public record RequestLog(Metrics metrics, Clock clock, Supplier<Optional<Duration>> clockOffset)
    implements Filter {
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_WARNINGS = 10;
  private static final int FAULT = 500;

  @Override
  public Response filter(Request request, Handler next) {
    long start = clock.millis();
    Meter meter = new Meter();
    Response response = meter.measure(() -> next.handle(request));
    write(request, response.status(), Duration.ofMillis(clock.millis() - start), meter);
    return response.with("X-Openstack-Request-Id", request.id());
  }

  private void write(Request request, int status, Duration time, Meter meter) {
    Optional<String> excuse = meter.excuse();
    boolean isFault = status >= FAULT && excuse.isEmpty();
    List<String> warnings = meter.warnings();
    String level = warnings.isEmpty() && excuse.isEmpty() ? "INFO" : "WARN";
    Metrics.Line line = metrics.line(isFault ? "ERROR" : level).with("request_id", request.id());
    meter.project().ifPresent(project -> line.with("project", cut(project)));
    Optional.ofNullable(request.pathParameters().get("queue_name"))
        .ifPresent(queue -> line.with("queue", cut(queue)));
    line.with("operation", cut(request.method() + " " + request.resource()))
        .with("status", status)
        .with("milliseconds", time.toMillis())
        .with("write_units", meter.writeUnits())
        .with("read_units", meter.readUnits())
        .with("round_trips", meter.roundTrips());
    if (!warnings.isEmpty()) {
      line.with("warnings", warnings.stream().limit(MOST_WARNINGS).map(RequestLog::cut).toList());
    }
    line.count("Requests")
        .count("Faults", isFault ? 1 : 0)
        .milliseconds("Latency", time.minus(meter.waited()));
    excuse.ifPresent(line::count);
    line.amountIfAny("WriteUnits", meter.writeUnits())
        .amountIfAny("ReadUnits", meter.readUnits())
        .countIfAny("MessagesIn", meter.messagesIn())
        .countIfAny("MessagesOut", meter.messagesOut())
        .countIfAny("LostRaces", meter.lostRaces());
    meter.oldestAge().ifPresent(age -> line.seconds("OldestMessageAge", age));
    clockOffset.get().ifPresent(offset -> line.milliseconds("ClockOffset", offset));
    line.write();
  }

  private static String cut(String text) {
    return Truncation.of(text, LONGEST_TEXT);
  }
}
