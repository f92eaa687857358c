// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many deliveries under way on one machine at the same time. */
class InFlightIT {
  private static final int HANGING = 20;
  private static final int MESSAGES = 15;
  private static final List<String> BODIES = Collections.nCopies(MESSAGES, "1");
  private static final int AT_LEAST = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch crowd = new CountDownLatch(AT_LEAST);
  private final AtomicLong firstEnd = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong lastArrival = new AtomicLong();
  private final CountDownLatch arrived = new CountDownLatch(MESSAGES);

  private void hang(Visit visit) {
    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    crowd.countDown();
    try {
      visit.hang();
    } catch (IOException cut) {
      // The same as its end.
    }
    firstEnd.accumulateAndGet(System.nanoTime(), Math::min);
    underWay.decrementAndGet();
  }

  private void arrive(Visit visit) throws IOException {
    lastArrival.accumulateAndGet(visit.nanos(), Math::max);
    visit.answer(204);
    arrived.countDown();
  }

  /** Returns when the machine has delivered as much to receivers that answer. */
  private static void warmUp(Machine machine) throws Exception {
    CountDownLatch warm = new CountDownLatch((HANGING + 1) * MESSAGES);
    try (Receiver receiver =
        Receiver.start(
            visit -> {
              visit.answer(204);
              warm.countDown();
            })) {
      Queue queue = new Queue(machine, "warm-up");
      for (int i = 0; i <= HANGING; i++) {
        queue.subscribe(receiver.url() + i, "");
      }
      queue.post(BODIES);
      assertThat(warm.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void deliveries_areUnderWayByTheHundredAndHoldNobodyUp() throws Exception {
    try (Machine machine = new Machine(folder, Map.of(), 1);
        Receiver hanging = Receiver.start(this::hang);
        Receiver quick = Receiver.start(this::arrive)) {
      machine.start();
      warmUp(machine);
      Queue queue = new Queue(machine, "news");
      for (int i = 0; i < HANGING; i++) {
        queue.subscribe(hanging.url() + i, "");
      }
      queue.subscribe(quick.url(), "");
      assertThat(queue.post(BODIES).status()).isEqualTo(201);
      long posted = System.nanoTime();

      boolean isCrowd = crowd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      boolean allArrived = arrived.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      System.out.println(
          "%d under way at the same time; the last of the quick after %d ms"
              .formatted(most.get(), (lastArrival.get() - posted) / 1_000_000));
      assertThat(isCrowd).isTrue();
      assertThat(allArrived).isTrue();
      assertThat(most.get()).isGreaterThanOrEqualTo(AT_LEAST);
      assertThat(lastArrival.get()).isLessThan(firstEnd.get());
    }
  }
}
