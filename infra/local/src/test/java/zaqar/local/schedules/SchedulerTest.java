// SPDX-License-Identifier: Apache-2.0
package zaqar.local.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.ScheduleSource;

class SchedulerTest {
  @Test
  void function_isCalledAgainAndAgainWhetherOrNotItFails() throws InterruptedException {
    CountDownLatch calls = new CountDownLatch(3);
    Set<String> ids = ConcurrentHashMap.newKeySet();
    EventFunction<ScheduledEvent, Void> function =
        new EventFunction<>(
            "ClockFunction",
            128,
            Duration.ofSeconds(1),
            (event, context) -> {
              ids.add(event.getId());
              calls.countDown();
              throw new IllegalStateException("always");
            });

    Scheduler scheduler = Scheduler.start(new ScheduleSource(Duration.ofMillis(20)), function);
    boolean isCalled = calls.await(30, TimeUnit.SECONDS);
    scheduler.close();

    assertThat(isCalled).isTrue();
    assertThat(ids).hasSizeGreaterThanOrEqualTo(3);
  }
}
