// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many messages to many subscribers: more than one call of the function has time for, which is
 * shorter here, so that less has to be delivered. {@code -Dzaqar.fanout.subscribers=400} and {@code
 * -Dzaqar.fanout.timeout=30} make it long.
 */
class FanOutIT {
  private static final int SUBSCRIBERS = Integer.getInteger("zaqar.fanout.subscribers", 150);
  private static final int TIMEOUT = Integer.getInteger("zaqar.fanout.timeout", 12);
  private static final int MESSAGES = 20;
  private static final int ALL = SUBSCRIBERS * MESSAGES;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** What was lost comes again soon. */
  private static final Map<String, String> SHORT_CALLS =
      Map.of(
          "      Timeout: 30\n", "      Timeout: " + TIMEOUT + "\n",
          "VisibilityTimeout: 180", "VisibilityTimeout: " + (TIMEOUT + 2));

  @TempDir Path folder;

  private final Set<String> distinct = ConcurrentHashMap.newKeySet();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final CountDownLatch all = new CountDownLatch(ALL);
  private final AtomicLong arrived = new AtomicLong();

  private void count(Visit visit) throws IOException {
    visit.answer(204);
    deliveries.incrementAndGet();
    if (distinct.add(visit.path() + visit.body())) {
      all.countDown();
    }
  }

  private static List<String> bodies(int attempt) {
    return IntStream.range(0, MESSAGES)
        .map(i -> attempt * MESSAGES + i)
        .mapToObj(Integer::toString)
        .toList();
  }

  /** On a machine with much else to do, one of so many calls may be a 503. */
  private static void subscribe(Queue queue, String url) throws IOException {
    try {
      queue.subscribe(url, "");
    } catch (AssertionError once) {
      queue.subscribe(url, "");
    }
  }

  /** The first posts may take too long to count. */
  private static boolean post(Queue queue) throws IOException {
    for (int attempt = 1; attempt <= 20; attempt++) {
      if (queue.post(bodies(attempt)).status() == 201) {
        return true;
      }
    }
    return false;
  }

  @Test
  void fanOut_largerThanACallEndsAndLittleOfItComesAgain() throws Exception {
    CountDownLatch quietOnes = new CountDownLatch(1);
    try (Machine machine = new Machine(folder, SHORT_CALLS, 1);
        Receiver receiver = Receiver.start(this::count);
        Receiver quick =
            Receiver.start(
                visit -> {
                  visit.answer(204);
                  arrived.set(visit.nanos());
                  quietOnes.countDown();
                })) {
      machine.start();
      Queue noisy = new Queue(machine, "noisy");
      for (int i = 0; i < SUBSCRIBERS; i++) {
        subscribe(noisy, receiver.url() + i);
      }
      Queue quiet = new Queue(machine.wire("quiet"), "quiet");
      quiet.subscribe(quick.url(), "");
      post(new Queue(machine, "warm"));
      long begin = System.nanoTime();
      assertThat(post(noisy)).isTrue();
      Thread.sleep(2000);
      long posted = System.nanoTime();
      quiet.post(Collections.nCopies(1, "1"));

      boolean quietArrived = quietOnes.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      int ofNoisy = distinct.size();
      boolean allArrived = all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      long end = System.nanoTime();
      Thread.sleep(1000L * TIMEOUT + 2000);

      System.out.println(
          ("%d deliveries of %d, %d of them again, in %.1f s; %d calls took too long;"
                  + " another project waited for %.1f s, when %d were left")
              .formatted(
                  deliveries.get(),
                  ALL,
                  deliveries.get() - distinct.size(),
                  (end - begin) / 1e9,
                  machine.said("took longer than"),
                  (arrived.get() - posted) / 1e9,
                  ALL - ofNoisy));
      assertThat(quietArrived).isTrue();
      assertThat(allArrived).as("%d of %d", distinct.size(), ALL).isTrue();
      assertThat(machine.said("took longer than")).isZero();
      assertThat(deliveries.get() - distinct.size()).isLessThan(ALL / 100);
    }
  }
}
