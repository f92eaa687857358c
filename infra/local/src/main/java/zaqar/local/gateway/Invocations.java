// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import zaqar.local.lambda.LocalContext;
import zaqar.store.http.HttpAnswer;

/** Calls functions, and waits for each no longer than the gateway does. */
final class Invocations {
  private static final System.Logger LOG = System.getLogger(Invocations.class.getName());

  private final ExecutorService threads;
  private final Duration limit;

  /** Calls on threads of their own; what takes longer than {@code limit} goes on unheard. */
  Invocations(ExecutorService threads, Duration limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /** The function's answer. What it throws is told in the log, and to the client as a 500. */
  HttpAnswer invoke(LambdaFunction function, APIGatewayProxyRequestEvent event, String requestId)
      throws Refused {
    LocalContext context =
        new LocalContext(function.name(), function.memoryMegabytes(), requestId, limit);
    Future<APIGatewayProxyResponseEvent> answer =
        threads.submit(() -> function.handler().handleRequest(event, context));
    try {
      return Answers.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, function.name() + " failed", e.getCause());
      throw new Refused(GatewayError.INTERNAL_SERVER_ERROR);
    } catch (TimeoutException e) {
      LOG.log(Level.WARNING, "{0} took longer than {1}", function.name(), limit);
      throw new Refused(GatewayError.SERVICE_UNAVAILABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(GatewayError.SERVICE_UNAVAILABLE);
    }
  }
}
