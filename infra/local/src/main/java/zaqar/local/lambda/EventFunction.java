// SPDX-License-Identifier: Apache-2.0
package zaqar.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A function that takes events of one kind.
 *
 * @param name as in the template
 * @param memoryMegabytes what its context tells it
 * @param timeout how long a call may take
 * @param handler is called by many threads at once
 * @param <E> the event
 * @param <R> the answer
 */
public record EventFunction<E, R>(
    String name, int memoryMegabytes, Duration timeout, RequestHandler<E, R> handler) {
  private static final System.Logger LOG = System.getLogger(EventFunction.class.getName());

  /**
   * The function's answer.
   *
   * @throws FailedCall if it throws or takes too long, which is in the log then
   */
  public @Nullable R call(E event) throws FailedCall, InterruptedException {
    Context context =
        new LocalContext(name, memoryMegabytes, UUID.randomUUID().toString(), timeout);
    FutureTask<R> call = new FutureTask<>(() -> handler.handleRequest(event, context));
    Thread.ofVirtual().name(name).start(call);
    try {
      return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, name + " failed", e.getCause());
      throw new FailedCall(name + " failed", e);
    } catch (TimeoutException e) {
      call.cancel(true);
      LOG.log(Level.ERROR, "{0} took longer than {1}", name, timeout);
      throw new FailedCall(name + " took longer than " + timeout, e);
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    }
  }
}
