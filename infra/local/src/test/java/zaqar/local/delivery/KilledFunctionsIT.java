// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every message that was answered 201 comes to every subscriber that lives, whatever dies on its
 * way. {@code -Dzaqar.delivery.messages=10000} makes it long.
 */
class KilledFunctionsIT {
  private static final int MESSAGES = Integer.getInteger("zaqar.delivery.messages", 120);
  private static final int KILLS = Math.max(2, MESSAGES / 1500);
  private static final int LONGEST_LIFE_MILLIS = 1500;
  private static final long SEED = Long.getLong(Mortal.SEED, 1);

  /** Full lanes postpone what has waited long by minutes. */
  private static final Duration PATIENCE = Duration.ofSeconds(MESSAGES > 1000 ? 400 : 90);

  /** A little longer than the longest attempt: what was lost comes again soon. */
  private static final Map<String, String> SOON_AGAIN =
      Map.of("VisibilityTimeout: 180", "VisibilityTimeout: 12");

  private static final Map<String, String> MORTAL_FUNCTIONS =
      Map.of(
          "VisibilityTimeout: 180", "VisibilityTimeout: 12",
          "Handler: zaqar.StreamFunction", "Handler: zaqar.local.delivery.MortalStreamFunction",
          "Handler: zaqar.DeliveryFunction",
              "Handler: zaqar.local.delivery.MortalDeliveryFunction");

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final Posts posts = new Posts();

  @Test
  void messages_reachEverySubscriberThoughFunctionsDie() throws Exception {
    try (Machine machine = new Machine(folder, MORTAL_FUNCTIONS, SEED);
        Audience audience = new Audience(posts, random)) {
      machine.start();
      audience.subscribe(queue(machine));
      producer(machine).produce();
      audience.awaitAll(PATIENCE);

      long deaths = machine.said("a death of this test");
      tell(deaths + " deaths of functions", audience);
      assertThat(audience.strange()).isEmpty();
      assertThat(deaths).isPositive();
    }
  }

  @Test
  void messages_reachEverySubscriberThoughEverythingDies() throws Exception {
    try (Machine machine = new Machine(folder, SOON_AGAIN, SEED);
        Audience audience = new Audience(posts, random)) {
      machine.start();
      audience.subscribe(queue(machine));
      FutureTask<Void> producing = new FutureTask<>(producer(machine)::produce);
      Thread.startVirtualThread(producing);
      try {
        killAgainAndAgain(machine, producing);
        producing.get();
      } finally {
        producing.cancel(true);
      }
      audience.awaitAll(PATIENCE);

      tell(KILLS + " kills of the runtime", audience);
      assertThat(audience.strange()).isEmpty();
    }
  }

  /** The last time after all was posted. */
  private void killAgainAndAgain(Machine machine, Future<Void> producing) throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      awaitAnswered(MESSAGES * kill / KILLS, producing);
      Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
      machine.kill();
      machine.start();
    }
  }

  private static Queue queue(Machine machine) {
    return new Queue(machine, "news");
  }

  private Producer producer(Machine machine) {
    return new Producer(queue(machine), posts, MESSAGES, new Random(random.nextLong()));
  }

  private void awaitAnswered(int count, Future<Void> producing) throws Exception {
    while (posts.answered().size() < count) {
      if (producing.isDone()) {
        producing.get();
      }
      Thread.sleep(10);
    }
  }

  private void tell(String what, Audience audience) {
    System.out.println(
        "%s: %d messages answered of %d that were sent; %s"
            .formatted(what, posts.answered().size(), posts.begun(), audience));
  }
}
