package zaqar.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Gives each answer its X-Openstack-Request-Id, and the log one JSON line for each request: never a
 * body, never a token, and of what the client says itself no more than its beginning.
 */
public final class RequestLog implements Filter {
  private static final int LONGEST_TEXT = 300;

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
            .put("method", Cut.of(request.method(), LONGEST_TEXT))
            .put("resource", Cut.of(request.resource(), LONGEST_TEXT))
            .put("status", response.status())
            .put("milliseconds", clock.millis() - start);
    request
        .header("X-Project-ID")
        .filter(project -> believesProject)
        .ifPresent(project -> line.put("project", Cut.of(project, LONGEST_TEXT)));
    String queue = request.pathParameters().get("queue_name");
    if (queue != null) {
      line.put("queue", Cut.of(queue, LONGEST_TEXT));
    }
    log.accept(Json.line(line));
    return response.with("X-Openstack-Request-Id", request.id());
  }
}
