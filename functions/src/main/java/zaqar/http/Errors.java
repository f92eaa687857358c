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
 * The one place where exceptions become answers. A {@link Problem} becomes what it says; anything
 * else is our fault and becomes a 503 without details, which are in the log.
 */
public final class Errors implements Filter {
  private static final int LONGEST_TEXT = 300;
  private static final int LONGEST_TRACE = 30_000;

  private final Consumer<String> log;

  /** Reports unexpected exceptions to {@code log}. */
  public Errors(Consumer<String> log) {
    this.log = log;
  }

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
   * The answer of {@code response}, or a 503 where an event is no request, or what stands before
   * this filter fails.
   *
   * @throws OutOfMemoryError if memory is full: Lambda puts a new instance in this one's place
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
