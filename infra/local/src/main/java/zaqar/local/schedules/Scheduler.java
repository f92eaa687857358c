// SPDX-License-Identifier: Apache-2.0
package zaqar.local.schedules;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import zaqar.local.lambda.EventFunction;
import zaqar.local.lambda.FailedCall;
import zaqar.local.template.Arn;
import zaqar.local.template.ScheduleSource;

/**
 * EventBridge's schedule of one function: calls it at its rate, the first time when that has passed
 * once. A call that fails is not made again before the next is due.
 */
public final class Scheduler implements AutoCloseable {
  private final ScheduledExecutorService thread;
  private final ScheduledFuture<?> calls;

  private Scheduler(ScheduledExecutorService thread, ScheduledFuture<?> calls) {
    this.thread = thread;
    this.calls = calls;
  }

  /** Begins to call a function. */
  public static Scheduler start(ScheduleSource source, EventFunction<ScheduledEvent, ?> function) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("schedule").factory());
    long millis = source.rate().toMillis();
    return new Scheduler(
        thread,
        thread.scheduleAtFixedRate(() -> call(function), millis, millis, TimeUnit.MILLISECONDS));
  }

  private static void call(EventFunction<ScheduledEvent, ?> function) {
    try {
      function.call(event(function.name()));
    } catch (FailedCall isInTheLog) {
      // The next call may work.
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    }
  }

  private static ScheduledEvent event(String name) {
    ScheduledEvent event = new ScheduledEvent();
    event.setId(UUID.randomUUID().toString());
    event.setAccount(Arn.ACCOUNT);
    event.setRegion(Arn.REGION);
    event.setSource("aws.events");
    event.setDetailType("Scheduled Event");
    event.setResources(List.of(Arn.of("events", "rule/" + name).text()));
    event.setDetail(Map.of());
    return event;
  }

  /** Calls no more; a call under way is given up. */
  @Override
  public void close() {
    calls.cancel(true);
    thread.shutdownNow();
  }
}
