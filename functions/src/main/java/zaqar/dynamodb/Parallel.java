// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Makes a call for each element at the same time. Returns all results, in the same order. */
  public <A, B> List<B> map(Collection<A> elements, Function<A, B> call) {
    if (elements.size() == 1) {
      return List.of(call.apply(elements.iterator().next()));
    }
    List<Running<B>> running =
        elements.stream().map(element -> start(() -> call.apply(element))).toList();
    return running.stream().map(Running::get).toList();
  }

  /** The same for calls without a result. */
  public <A> void each(Collection<A> elements, Consumer<A> call) {
    map(
        elements,
        element -> {
          call.accept(element);
          return true;
        });
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
