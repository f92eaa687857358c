// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import zaqar.deadline.Deadline;
import zaqar.meter.Meter;

/**
 * Runs independent calls at the same time; what one of them throws, the caller gets as if he had
 * made it himself, what they cost is on the caller's meter, and his deadline is theirs.
 *
 * @param executor a thread for each call
 */
public record Parallel(Executor executor) {
  public Parallel {
    executor = Deadline.carriedBy(Meter.carriedBy(executor));
  }

  /** Starts a call. */
  public <T> Running<T> start(Supplier<T> call) {
    return new Running<>(CompletableFuture.supplyAsync(call, executor));
  }

  /** Makes all calls at once and waits for all of their results, in order. */
  public <T> List<T> all(List<Supplier<T>> calls) {
    if (calls.size() == 1) {
      return List.of(calls.getFirst().get());
    }
    List<Running<T>> running = calls.stream().map(this::start).toList();
    return running.stream().map(Running::get).toList();
  }

  /** A call under way. */
  public record Running<T>(CompletableFuture<T> future) {
    /** Waits for its result. */
    public T get() {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }
}
