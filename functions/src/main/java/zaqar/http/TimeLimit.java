package zaqar.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers 503 in time to requests that take too long. Were they left to the function's timeout,
 * clients would get the gateway's own answer, which they take for success.
 */
public final class TimeLimit implements Filter {
  private final Duration limit;
  private final Executor executor;

  /** Runs each request on a thread of {@code executor}. */
  public TimeLimit(Duration limit, Executor executor) {
    this.limit = limit;
    this.executor = executor;
  }

  @Override
  public Response filter(Request request, Handler next) {
    try {
      return CompletableFuture.supplyAsync(() -> next.handle(request), executor)
          .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw Problem.unavailable("The request took too long.").because(e.getCause());
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
