// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import zaqar.local.service.Instance.Reply;

/** A reader's request is held up at the worst moment, while others post. */
class ReaderHazardsIT {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final Map<String, String> PATIENT = Map.of("WriteDeadlineMilliseconds", "3000");
  private static final String PRODUCER = "8e25a3ea-1b8f-4d5c-9c31-4c5d2d1c6d01";

  private final String queue = UUID.randomUUID().toString();
  private final Instance other = Instance.start(PATIENT);

  private Instance held(Gate gate) {
    return new Instance(other.clock(), PATIENT, new StoreDate(other.clock()), gate);
  }

  private Reply post(Instance instance, String client, String body) {
    String messages = "{\"messages\":[{\"body\":\"%s\"}]}".formatted(body);
    return instance.call(
        new Sent("p", client, "POST", "/v2/queues/" + queue + "/messages", Map.of(), messages));
  }

  private static CompletableFuture<Reply> start(Supplier<Reply> request) {
    return CompletableFuture.supplyAsync(request, THREADS);
  }

  /**
   * The reader's own message, which it does not want to see, fills the first page. Behind that, a
   * message lands whose id is earlier; its producer hears so, and posts another.
   */
  @Test
  void list_thatReadsAShardTwiceKeepsTheOrderOfAProducer() {
    assertThat(other.call("PUT", queue, "").status()).isEqualTo(201);
    Gate landing = new Gate("BatchWriteItem 1");
    Instance slow = held(landing);
    CompletableFuture<Reply> first = start(() -> post(slow, PRODUCER, "first"));
    landing.awaitCall();
    assertThat(post(other, Sent.CLIENT, "own").status()).isEqualTo(201);
    Gate secondPage = new Gate("Query 3");
    Instance reading = held(secondPage);
    CompletableFuture<Reply> page =
        start(() -> reading.call("GET", queue + "/messages?limit=1", ""));
    secondPage.awaitCall();

    landing.open();
    assertThat(first.join().status()).isEqualTo(201);
    assertThat(post(other, PRODUCER, "second").status()).isEqualTo(201);
    secondPage.open();

    List<JsonNode> messages = page.join().body().path("messages").valueStream().toList();
    assertThat(messages).map(m -> m.path("body").asText()).containsExactly("first");
  }
}
