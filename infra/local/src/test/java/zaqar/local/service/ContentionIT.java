// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How many conditional writes workers lose to each other who want the same messages: of a queue
 * that holds enough for all, after they have met at its head for the first time. The long form
 * counts from the first claim on cold instances to the last message.
 */
class ContentionIT {
  private static final int WORKERS = 32;
  private static final boolean LONG = Boolean.getBoolean("zaqar.long");
  private static final int MESSAGES = LONG ? 30_000 : 4_000;
  private static final int MESSAGES_OF_ONE = LONG ? 30_000 : 1_000;

  /** The short form allows for a machine that is busy with other things. */
  private static final double MOST_LOST = LONG ? 0.15 : 0.3;

  private final String queue = UUID.randomUUID().toString();
  private final LostWrites writes = new LostWrites();
  private final AtomicInteger left = new AtomicInteger();
  private volatile LostWrites.Takes afterTheFirst = new LostWrites.Takes(0, 0);
  private volatile LostWrites.Takes beforeTheLast = afterTheFirst;

  private Instance instance() {
    return new Instance(
        new MovableClock(),
        Map.of("MinClaimTtl", "1", "MinClaimGrace", "0", "WriteDeadlineMilliseconds", "3000"),
        writes);
  }

  private void fill(int messages) {
    left.set(messages);
    Instance producer = instance();
    for (int i = 0; i < messages; i += 100) {
      producer.post(queue, 100, 100);
    }
  }

  private void drain(List<Instance> instances) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(instances.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Instance instance : instances) {
        running.add(workers.submit(() -> work(instance)));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    }
    assertThat(left).hasValue(0);
  }

  /** Claims ten at a time and deletes them, until nothing is left. */
  private void work(Instance instance) {
    while (left.get() > 0) {
      Instance.Reply claim = instance.call("POST", queue + "/claims?limit=10", "{\"ttl\":300}");
      assertThat(claim.status()).isIn(201, 204, 503);
      for (JsonNode message : claim.body().path("messages")) {
        String path = message.get("href").asText().substring("/v2/queues/".length());
        while (instance.call("DELETE", path, "").status() == 503) {
          Thread.yield();
        }
        count(left.decrementAndGet());
      }
    }
  }

  private void count(int messages) {
    if (messages == MESSAGES * 9 / 10) {
      afterTheFirst = writes.takes();
    } else if (messages == MESSAGES / 10) {
      beforeTheLast = writes.takes();
    }
  }

  @Test
  void instances_loseFewWritesToEachOther() throws Exception {
    fill(MESSAGES);
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      instances.add(instance());
    }

    drain(instances);

    LostWrites.Takes middle = beforeTheLast.since(afterTheFirst);
    System.out.println(
        "between instances: %s, %s in all, %s in the middle"
            .formatted(writes, writes.takes(), middle));
    assertThat((LONG ? writes.takes() : middle).shareLost()).isLessThan(MOST_LOST);
  }

  @Test
  void requests_ofOneInstanceLoseNoWrites() throws Exception {
    fill(MESSAGES_OF_ONE);

    drain(Collections.nCopies(WORKERS / 4, instance()));

    System.out.println("within one instance: " + writes);
    assertThat(writes.lost()).as("%s", writes).isZero();
  }
}
