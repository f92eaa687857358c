// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import zaqar.deadline.Deadline;
import zaqar.deadline.SteadyTime;

/**
 * Answers 503 to requests that take too long, before the function's timeout. After the timeout the
 * gateway would answer, and clients take that answer for success. A request writes nothing after
 * its answer.
 *
 * @param executor a thread for each request
 */
public record TimeLimit(
    Function<Request, Duration> limits, Executor executor, Clock clock, SteadyTime time)
    implements Filter {
  /**
   * How long before the answer the last write may begin. A call to the store takes no longer, so no
   * write is under way when the answer is sent.
   */
  private static final Duration LAST_WRITE = Duration.ofSeconds(1);

  @Override
  public Response filter(Request request, Handler next) {
    Duration limit = limits.apply(request);
    Deadline deadline = new Deadline(clock, time, limit.minus(LAST_WRITE));
    try {
      CompletableFuture<Response> work =
          CompletableFuture.supplyAsync(() -> deadline.limit(() -> next.handle(request)), executor);
      return time.limit(work, limit).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw Problem.unavailable("The request took too long.").because(e.getCause());
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    } finally {
      deadline.end();
    }
  }
}
