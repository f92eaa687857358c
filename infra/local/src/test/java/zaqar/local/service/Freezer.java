// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Freezes an instance between two calls to the store, as Lambda does when it has given a request
 * up, and thaws it later: then it goes on with what it was about, as if nothing had been. It
 * freezes once.
 */
final class Freezer implements ExecutionInterceptor {
  private final BooleanSupplier isNext;
  private final Duration time;
  private final CompletableFuture<Void> frozen = new CompletableFuture<>();
  private final CompletableFuture<Void> thawed = new CompletableFuture<>();

  /**
   * For so long.
   *
   * @param isNext whether it freezes before or after the next call
   */
  Freezer(BooleanSupplier isNext, Duration time) {
    this.isNext = isNext;
    this.time = time;
  }

  /** Ends when the instance freezes. */
  CompletableFuture<Void> frozen() {
    return frozen;
  }

  boolean isFrozen() {
    return frozen.isDone() && !thawed.isDone();
  }

  /** Lets the instance go on. */
  void thaw() {
    thawed.complete(null);
  }

  @Override
  public void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
    pass();
  }

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    pass();
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes executionAttributes) {
    pass();
  }

  private void pass() {
    if (!frozen.isDone() && isNext.getAsBoolean() && frozen.complete(null)) {
      CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(this::thaw);
    }
    if (frozen.isDone()) {
      // Nothing that the process has set up for itself, such as a timeout, ends this.
      thawed.join();
    }
  }
}
