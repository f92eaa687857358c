package zaqar.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import zaqar.meter.Meter;

/**
 * The one place where exceptions become answers. A {@link Problem} becomes what it says; anything
 * else is our fault and becomes a 503 that tells nothing of the inside, while the log gets it
 * whole.
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
      Optional.ofNullable(problem.getCause()).ifPresent(cause -> report(request, cause));
      return problem.response();
    } catch (RuntimeException fault) {
      report(request, fault);
      return Problem.unavailable("The request could not be completed.").response();
    }
  }

  private void report(Request request, Throwable fault) {
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    log.accept(
        Json.line(
            Json.object()
                .put("level", "ERROR")
                .put("request_id", request.id())
                .put("method", Cut.of(request.method(), LONGEST_TEXT))
                .put("resource", Cut.of(request.resource(), LONGEST_TEXT))
                .put("fault", Cut.of(trace.toString(), LONGEST_TRACE))));
  }
}
