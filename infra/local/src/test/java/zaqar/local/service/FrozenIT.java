// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;

/**
 * What a request does that goes on late: its process was frozen, which shows in the wall clock
 * alone, or it was answered while some of its threads were still at work.
 */
class FrozenIT {
  /** Longer than a request may take. */
  private static final Duration FREEZE = Duration.ofMinutes(3);

  /** Long enough for what comes after it to be later by any clock, and shorter than a request. */
  private static final Duration WHILE = Duration.ofSeconds(5);

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final String SUBSCRIBER = "{\"subscriber\":\"http://127.0.0.1:9/\",\"ttl\":3600}";

  private final String queue = UUID.randomUUID().toString();

  private static Instance held(Gate gate) {
    MovableClock clock = new MovableClock();
    return new Instance(clock, TestStore.DELIVERING, new StoreDate(clock), gate);
  }

  private CompletableFuture<Integer> status(Instance instance, String method, String path) {
    return CompletableFuture.supplyAsync(
        () -> instance.call(method, queue + path, "").status(), THREADS);
  }

  private int count(Instance instance) {
    return instance.call("GET", queue + "/messages?echo=true", "").body().path("messages").size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TransactWriteItems 1", "BatchWriteItem 1", "DeleteItem 1"})
  void write_ofARequestWhoseTimeIsOverIsNotSent(String write) {
    Gate gate = new Gate(write);
    Instance frozen = held(gate);
    Instance other = frozen.another(TestStore.DELIVERING);
    other.call("PUT", queue, "{\"life\":1}");
    other.call("POST", queue + "/subscriptions", SUBSCRIBER);
    CompletableFuture<Integer> status = status(frozen, "DELETE", "");
    gate.awaitCall();

    frozen.clock().advance(FREEZE);
    assertThat(other.call("PUT", queue, "{\"life\":2}").status()).isLessThan(300);
    other.post(queue, 5, 100);
    gate.open();

    assertThat(status.join()).isEqualTo(503);
    assertThat(other.call("GET", queue, "").body().path("life").asInt()).isPositive();
    assertThat(count(other)).isEqualTo(5);
  }

  @Test
  void deletion_thatReadOneLifeSparesTheNext() {
    Gate gate = new Gate("TransactWriteItems 1");
    Instance held = held(gate);
    Instance other = held.another();
    other.post(queue, 3, 100);
    CompletableFuture<Integer> status = status(held, "DELETE", "");
    gate.awaitCall();

    held.clock().advance(WHILE);
    assertThat(other.call("DELETE", queue, "").status()).isEqualTo(204);
    other.call("PUT", queue, "{\"life\":2}");
    other.post(queue, 5, 100);
    gate.open();

    assertThat(status.join()).isEqualTo(204);
    assertThat(other.call("GET", queue, "").body().path("life").asInt()).isEqualTo(2);
    assertThat(count(other)).isEqualTo(5);
  }

  @Test
  void deletion_thatFoundNothingSparesWhatIsMadeMeanwhile() {
    Gate gate = new Gate("Query 1");
    Instance held = held(gate);
    Instance other = held.another();
    other.post(queue, 3, 100);
    other.call("DELETE", queue, "");
    CompletableFuture<Integer> status = status(held, "DELETE", "");
    gate.awaitCall();

    held.clock().advance(WHILE);
    other.call("PUT", queue, "{\"life\":2}");
    gate.open();

    assertThat(status.join()).isEqualTo(204);
    assertThat(other.call("GET", queue, "").body().path("life").asInt()).isEqualTo(2);
  }

  @Test
  void deletion_goesOnWhenTheQueueWasOnlyPurgedMeanwhile() {
    Gate gate = new Gate("TransactWriteItems 1");
    Instance held = held(gate);
    Instance other = held.another();
    other.call("PUT", queue, "{\"life\":1}");
    CompletableFuture<Integer> status = status(held, "DELETE", "");
    gate.awaitCall();

    held.clock().advance(WHILE);
    other.call("POST", queue + "/purge", "");
    gate.open();

    assertThat(status.join()).as("%s", held.log()).isEqualTo(204);
    assertThat(other.call("GET", queue, "").body().has("life")).isFalse();
  }

  @Test
  void purgeOfSubscriptions_sparesThoseThatWereMadeAfterItBegan() {
    Gate gate = new Gate("Query 1");
    Instance held = held(gate);
    Instance other = held.another(TestStore.DELIVERING);
    other.call("POST", queue + "/subscriptions", SUBSCRIBER.replace(":9/", ":9/old"));
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () ->
                held.call("POST", queue + "/purge", "{\"resource_types\":[\"subscriptions\"]}")
                    .status(),
            THREADS);
    gate.awaitCall();

    held.clock().advance(WHILE);
    other.call("POST", queue + "/subscriptions", SUBSCRIBER);
    gate.open();

    assertThat(status.join()).isEqualTo(204);
    assertThat(
            other
                .call("GET", queue + "/subscriptions", "")
                .body()
                .path("subscriptions")
                .findValuesAsText("subscriber"))
        .containsExactly("http://127.0.0.1:9/");
  }

  private static boolean deletesFromTheSecondShard(SdkRequest request) {
    if (!(request instanceof BatchWriteItemRequest batch)) {
      return false;
    }
    byte[] partition =
        batch
            .requestItems()
            .values()
            .iterator()
            .next()
            .getFirst()
            .deleteRequest()
            .key()
            .get("p")
            .b()
            .asByteArray();
    return partition[partition.length - 1] == 1;
  }

  /** Of two sweeps at the same time one fails, which ends the request; the other goes on. */
  @Test
  void thread_ofAnAnsweredRequestWritesNothing() throws Exception {
    Gate gate = new Gate(FrozenIT::deletesFromTheSecondShard);
    Faults faults = new Faults();
    MovableClock clock = MovableClock.standing(Clock.systemUTC().instant());
    Map<String, String> patient = Map.of("WriteDeadlineMilliseconds", "3000");
    Instance held = new Instance(clock, patient, new StoreDate(clock), gate, faults);
    Instance other = held.another(patient);
    other.call("PUT", queue, "{\"_shards\":2}");
    String body = "{\"messages\":[{\"body\":1}]}";
    for (int client = 0; client < 8; client++) {
      other.call(new UUID(0, client).toString(), "POST", queue + "/messages", body);
    }
    faults.follow(
        a -> a.call().equals("BatchWriteItem 1") ? Fault.of(Fault.Kind.REFUSED) : Fault.NONE);

    assertThat(held.call("POST", queue + "/purge", "").status()).isEqualTo(503);
    int left = count(other);
    gate.open();
    for (int i = 0; i < 500 && !faults.isQuiet(); i++) {
      Thread.sleep(10);
    }

    assertThat(count(other)).isEqualTo(left);
  }
}
