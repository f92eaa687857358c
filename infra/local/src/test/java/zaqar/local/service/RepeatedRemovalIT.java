// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who purges or deletes what another has purged or deleted meanwhile pays no more than he did. */
class RepeatedRemovalIT {
  private static final int BACKLOG = 200;

  private final String queue = UUID.randomUUID().toString();

  private void fill(Instance instance) {
    for (int i = 0; i < BACKLOG; i += 50) {
      instance.post(queue, 50, 100);
    }
    instance.clock().advance(Duration.ofSeconds(10));
  }

  /** What it costs to be held up at a call while another does the same, and then to go on. */
  private static Calls.Cost ofTheLoser(
      Gate gate, Instance loser, String method, String path, Instance winner) {
    loser.calls().startWithoutHoldUp();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> loser.call(method, path, "").status(), task -> Thread.ofVirtual().start(task));
    gate.awaitCall();
    winner.clock().advance(Duration.ofMillis(100));
    assertThat(winner.call(method, path, "").status()).isEqualTo(204);
    gate.open();
    assertThat(status.join()).isEqualTo(204);
    return loser.calls().stop();
  }

  private static Instance held(Gate gate) {
    MovableClock clock = new MovableClock();
    return new Instance(clock, TestStore.DELIVERING, new StoreDate(clock), gate);
  }

  @Test
  void purge_thatComesSecondSweepsNothingAgain() {
    Gate gate = new Gate("UpdateItem 1");
    Instance loser = held(gate);
    Instance winner = loser.another();
    fill(winner);

    Calls.Cost cost = ofTheLoser(gate, loser, "POST", queue + "/purge", winner);

    assertThat(cost.writes()).as("a refused update is not counted").isZero();
    assertThat(cost.names()).doesNotContain("BatchWriteItem");
  }

  @Test
  void deletion_thatComesSecondSweepsNothingAgain() {
    Gate gate = new Gate("TransactWriteItems 1");
    Instance loser = held(gate);
    Instance winner = loser.another();
    winner.post(queue, 1, 100);
    winner.clock().advance(Duration.ofSeconds(5));
    winner.call("POST", queue + "/purge", "");
    fill(winner);

    Calls.Cost cost = ofTheLoser(gate, loser, "DELETE", queue, winner);

    assertThat(cost.names()).doesNotContain("BatchWriteItem");
    assertThat(cost.reads()).as("two states, subscriptions, one query of each shard").isEqualTo(4);
  }

  @Test
  void deletion_ofWhatIsDeletedWritesNothing() {
    Instance instance = Instance.start();
    fill(instance);
    instance.call("DELETE", queue, "");
    instance.clock().advance(Duration.ofSeconds(10));
    instance.calls().startWithoutHoldUp();

    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(204);

    Calls.Cost cost = instance.calls().stop();
    assertThat(cost.writes()).isZero();
    assertThat(cost.names()).containsOnly("GetItem", "Query");
  }
}
