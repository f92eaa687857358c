// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zaqar.deadline.SteadyTime;

class TimeLimitTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private Response answer(Duration limit, Handler handler) {
    return new TimeLimit(request -> limit, threads, Clock.systemUTC(), SteadyTime.SYSTEM)
        .filter(Requests.of("GET", "/", Map.of(), ""), handler);
  }

  @Test
  void request_thatTakesTooLongIsA503() {
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                answer(
                    Duration.ofMillis(50),
                    request -> {
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return Response.noContent();
                    }))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(503))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void request_inTimeGetsItsOwnAnswerOrProblem() {
    Duration limit = Duration.ofSeconds(30);

    assertThat(answer(limit, request -> Response.noContent()).status()).isEqualTo(204);
    assertThatThrownBy(
            () ->
                answer(
                    limit,
                    request -> {
                      throw Problem.noRoute();
                    }))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }
}
