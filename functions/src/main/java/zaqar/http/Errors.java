// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import zaqar.meter.Meter;

/**
 * Turns exceptions into answers; nothing else does. A {@link Problem} becomes its own answer. Any
 * other exception is a fault of the service: the client gets a 503, and the log gets the details.
 */
public record Errors(Consumer<String> log) implements Filter {
  private static final int LONGEST_TEXT = 300;
  private static final int LONGEST_TRACE = 30_000;

  @Override
  public Response filter(Request request, Handler next) {
    try {
      return next.handle(request);
    } catch (Problem problem) {
      problem.metric().ifPresent(Meter.current()::excuse);
      Optional.ofNullable(problem.getCause()).ifPresent(cause -> report(line(request), cause));
      return problem.response();
    } catch (OutOfMemoryError full) {
      throw full;
    } catch (RuntimeException | Error fault) {
      report(line(request), fault);
      return unavailable();
    }
  }

  /**
   * Returns {@code response}, or a 503 if an event is no request, or if a filter before this one
   * fails.
   *
   * @throws OutOfMemoryError if memory is full, so that Lambda replaces this instance
   */
  Response orAnswer(String id, Supplier<Response> response) {
    try {
      return response.get();
    } catch (OutOfMemoryError full) {
      throw full;
    } catch (RuntimeException | Error fault) {
      report(line(id), fault);
      return unavailable().with("X-Openstack-Request-Id", id);
    }
  }

  private static Response unavailable() {
    return Problem.unavailable("The request could not be completed.").response();
  }

  private static ObjectNode line(String id) {
    return Json.object().put("level", "ERROR").put("request_id", id);
  }

  private static ObjectNode line(Request request) {
    return line(request.id())
        .put("method", Truncation.of(request.method(), LONGEST_TEXT))
        .put("resource", Truncation.of(request.resource(), LONGEST_TEXT));
  }

  private void report(ObjectNode line, Throwable fault) {
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    log.accept(Json.line(line.put("fault", Truncation.of(trace.toString(), LONGEST_TRACE))));
  }
}
