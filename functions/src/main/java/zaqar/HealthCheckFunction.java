// SPDX-License-Identifier: Apache-2.0
package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import org.jspecify.annotations.Nullable;
import zaqar.health.HealthMonitor;

/**
 * Checks the pools on a schedule, and measures the queues that ask for it: the Lambda entry point.
 * A failed call is not repeated.
 */
public final class HealthCheckFunction implements RequestHandler<ScheduledEvent, @Nullable Void> {
  private final HealthMonitor watch;
  private final Service service;

  public HealthCheckFunction() {
    this(Service.from(System.getenv()));
  }

  public HealthCheckFunction(Service service) {
    this.service = service;
    watch = service.watch.get();
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    service.attempt("looking at the pools failed", watch::look);
    service.attempt("measuring queues failed", service.measureQueues);
    return null;
  }
}
