// SPDX-License-Identifier: Apache-2.0
package zaqar.local.schedules;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.lambda.EventFunction;
import zaqar.local.lambda.FailedCall;
import zaqar.local.template.Arn;
import zaqar.local.template.ClockResource;
import zaqar.local.template.QueueResource;
import zaqar.local.template.ScheduleSource;

/**
 * A schedule of EventBridge's: does one thing at its rate. What fails is not done again before the
 * next time.
 */
public final class Scheduler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  private final ScheduledExecutorService thread;
  private final ScheduledFuture<?> calls;

  private Scheduler(ScheduledExecutorService thread, ScheduledFuture<?> calls) {
    this.thread = thread;
    this.calls = calls;
  }

  /** Begins to call a function, the first time when the rate has passed once. */
  public static Scheduler start(ScheduleSource source, EventFunction<ScheduledEvent, ?> function) {
    return start(source.rate(), source.rate(), () -> call(function));
  }

  /**
   * Begins to send to a queue, the first time at once: nobody knows for how long the clock stood.
   */
  public static Scheduler start(ClockResource clock, SqsClient queues) {
    return start(Duration.ZERO, clock.rate(), () -> send(clock, queues));
  }

  private static Scheduler start(Duration first, Duration rate, Runnable what) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("schedule").factory());
    return new Scheduler(
        thread,
        thread.scheduleAtFixedRate(what, first.toMillis(), rate.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void send(ClockResource clock, SqsClient queues) {
    try {
      queues.sendMessage(
          r -> r.queueUrl(QueueResource.url(clock.queue())).messageBody(clock.message()));
    } catch (SdkException e) {
      LOG.log(Level.WARNING, "cannot send to " + clock.queue(), e);
    }
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
