package zaqar.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Gives each answer its X-Openstack-Request-Id, and the log one JSON line for each request: never a
 * body, never a token.
 */
public final class RequestLog implements Filter {
  private final Clock clock;
  private final boolean believesProject;
  private final Consumer<String> log;

  /**
   * Writes lines to {@code log}, with durations by {@code clock}.
   *
   * @param believesProject whether X-Project-ID, as it is sent, is the caller's project
   */
  public RequestLog(Clock clock, boolean believesProject, Consumer<String> log) {
    this.clock = clock;
    this.believesProject = believesProject;
    this.log = log;
  }

  @Override
  public Response filter(Request request, Handler next) {
    long start = clock.millis();
    Response response = next.handle(request);
    ObjectNode line =
        Json.object()
            .put("level", response.status() >= 500 ? "ERROR" : "INFO")
            .put("request_id", request.id())
            .put("method", request.method())
            .put("resource", request.resource())
            .put("status", response.status())
            .put("milliseconds", clock.millis() - start);
    request
        .header("X-Project-ID")
        .filter(project -> believesProject)
        .ifPresent(project -> line.put("project", project));
    String queue = request.pathParameters().get("queue_name");
    if (queue != null) {
      line.put("queue", queue);
    }
    log.accept(Json.write(line));
    return response.with("X-Openstack-Request-Id", request.id());
  }
}
