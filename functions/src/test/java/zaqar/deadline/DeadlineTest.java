// SPDX-License-Identifier: Apache-2.0
package zaqar.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final Clock wall =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @Test
  void work_forNoRequestHasNoDeadline() {
    assertThat(Deadline.isOver()).isFalse();
  }

  @Test
  void deadline_isOverWhenTheWallClockSaysSo() {
    Deadline deadline = new Deadline(wall, SteadyTime.SYSTEM, LONG);
    assertThat(deadline.limit(Deadline::isOver)).isFalse();

    now = now.plus(LONG).plusMillis(1);

    assertThat(deadline.limit(Deadline::isOver)).as("a process that was frozen").isTrue();
  }

  @Test
  void deadline_isOverWhenOnlyTheSteadyClockSaysSo() throws Exception {
    Deadline deadline = new Deadline(wall, SteadyTime.SYSTEM, Duration.ofMillis(20));

    Thread.sleep(30);

    assertThat(deadline.limit(Deadline::isOver)).as("a clock that was set back").isTrue();
  }

  @Test
  void deadline_isOverWithTheAnswer() {
    Deadline deadline = new Deadline(wall, SteadyTime.SYSTEM, LONG);

    deadline.end();

    assertThat(deadline.limit(Deadline::isOver)).isTrue();
  }

  @Test
  void threads_haveTheDeadlineOfWhatTheyWorkFor() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Executor carried = Deadline.carriedBy(threads);
      Deadline deadline = new Deadline(wall, SteadyTime.SYSTEM, LONG);
      deadline.end();

      assertThat(
              deadline.limit(() -> CompletableFuture.supplyAsync(Deadline::isOver, carried).join()))
          .isTrue();
      assertThat(CompletableFuture.supplyAsync(Deadline::isOver, carried).join()).isFalse();
    }
  }
}
