// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many instances at one queue: who takes a message is the only one. */
class CompetitionIT {
  private static final int INSTANCES = 6;
  private static final int MESSAGES = 240;

  private final String queue = UUID.randomUUID().toString();
  private final List<Instance> instances = new ArrayList<>();

  private void fill() {
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new Instance(new MovableClock(), Map.of()));
    }
    for (int i = 0; i < MESSAGES; i += 60) {
      instances.getFirst().post(queue, 60, 100);
    }
  }

  private void atOnce(Callable<Void> work) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(INSTANCES)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        running.add(workers.submit(work));
      }
      for (Future<Void> worker : running) {
        worker.get();
      }
    }
  }

  @Test
  void pop_takesEachMessageOnceFromManyInstances() throws Exception {
    fill();
    ConcurrentLinkedQueue<Instance> free = new ConcurrentLinkedQueue<>(instances);
    ConcurrentLinkedQueue<String> popped = new ConcurrentLinkedQueue<>();

    atOnce(
        () -> {
          Instance instance = free.remove();
          JsonNode messages;
          do {
            messages =
                instance.call("DELETE", queue + "/messages?pop=7", "").body().get("messages");
            messages.forEach(message -> popped.add(message.get("id").asText()));
          } while (!messages.isEmpty());
          return null;
        });

    assertThat(popped).hasSize(MESSAGES).doesNotHaveDuplicates();
  }

  @Test
  void claim_givesEachMessageToOneOfManyInstances() throws Exception {
    fill();
    ConcurrentLinkedQueue<Instance> free = new ConcurrentLinkedQueue<>(instances);
    Set<String> held = ConcurrentHashMap.newKeySet();
    AtomicInteger deleted = new AtomicInteger();

    atOnce(
        () -> {
          Instance instance = free.remove();
          for (int round = 0; deleted.get() < MESSAGES; round++) {
            Instance.Reply claim = instance.call("POST", queue + "/claims?limit=7", "");
            if (claim.status() != 201) {
              continue;
            }
            for (JsonNode message : claim.body().get("messages")) {
              assertThat(held.add(message.get("id").asText())).as("claimed once").isTrue();
            }
            for (JsonNode message : claim.body().get("messages")) {
              held.remove(message.get("id").asText());
              if (round % 3 != 0) {
                String path = message.get("href").asText().substring("/v2/queues/".length());
                assertThat(instance.call("DELETE", path, "").status()).isEqualTo(204);
                deleted.incrementAndGet();
              }
            }
            String path = claim.headers().get("Location").substring("/v2/queues/".length());
            assertThat(instance.call("DELETE", path, "").status()).isEqualTo(204);
          }
          return null;
        });

    assertThat(deleted).hasValue(MESSAGES);
    assertThat(instances.getFirst().call("GET", queue + "/stats", "").body().at("/messages/total"))
        .hasToString("0");
  }

  @Test
  void reader_seesEachMessageOnceWhileManyInstancesPost() throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new Instance(new MovableClock(), Map.of()));
    }
    ConcurrentLinkedQueue<Instance> free = new ConcurrentLinkedQueue<>(instances);
    Set<String> posted = ConcurrentHashMap.newKeySet();
    List<String> read = new ArrayList<>();
    AtomicInteger producing = new AtomicInteger(INSTANCES - 1);

    atOnce(
        () -> {
          Instance instance = free.remove();
          if (instance == instances.getLast()) {
            String marker = "";
            boolean last;
            boolean wasEmpty;
            do {
              last = producing.get() == 0;
              Instance.Reply page =
                  instance.call("GET", queue + "/messages?limit=20&echo=true" + marker, "");
              page.body().get("messages").forEach(message -> read.add(message.get("id").asText()));
              String next = page.body().at("/links/0/href").asText();
              wasEmpty = next.isEmpty();
              marker = wasEmpty ? marker : "&marker=" + next.replaceAll(".*marker=([^&]*).*", "$1");
            } while (!last || !wasEmpty);
          } else {
            for (int i = 0; i < 25; i++) {
              posted.addAll(instance.post(queue, 4, 100));
            }
            producing.decrementAndGet();
          }
          return null;
        });

    assertThat(read).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(posted);
  }
}
