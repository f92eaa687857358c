// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import zaqar.deadline.Deadline;
import zaqar.deadline.SteadyTime;

/**
 * Answers 503 in time to requests that take too long. Were they left to the function's timeout,
 * clients would get the gateway's own answer, which they take for success. Threads of a request
 * that was answered, in time or not, write nothing any more.
 */
public final class TimeLimit implements Filter {
  /**
   * How long before the answer the last write may begin, so that all have been answered or given up
   * by then: as long as an attempt to call the store lasts.
   */
  private static final Duration LAST_WRITE = Duration.ofSeconds(1);

  private final Duration limit;
  private final Executor executor;
  private final Clock clock;
  private final SteadyTime time;

  /** Runs each request on a thread of {@code executor}. */
  public TimeLimit(Duration limit, Executor executor, Clock clock) {
    this(limit, executor, clock, SteadyTime.SYSTEM);
  }

  /** The same by another time that nobody sets. */
  public TimeLimit(Duration limit, Executor executor, Clock clock, SteadyTime time) {
    this.limit = limit;
    this.executor = executor;
    this.clock = clock;
    this.time = time;
  }

  @Override
  public Response filter(Request request, Handler next) {
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
