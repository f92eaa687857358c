// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

@Timeout(30)
class FollowerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Definition NOTES =
      new Definition(
          "notes",
          "id",
          Instant.EPOCH,
          List.of(new Key("k", Type.N)),
          new KeySchema(new Key("k", Type.N), Optional.empty()),
          true,
          Throughput.ON_DEMAND,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  @TempDir Path folder;

  private Store open() throws IOException {
    Store store = Store.onDisk(Clock.systemUTC(), folder, false);
    if (store.find("notes").isEmpty()) {
      store.beginStream(store.create(NOTES), Definition.View.NEW_IMAGE);
    }
    return store;
  }

  private static Follower follow(Store store, boolean isFromStart) {
    return store.follow(store.table("notes"), "me", isFromStart);
  }

  private static void put(Store store, int from, int to) {
    for (int i = from; i < to; i++) {
      Map<String, Value> item = Map.of("k", Value.N.of(i));
      store.write(new Action("notes", item, new Action.Kind.Put(), Optional.empty(), false));
    }
  }

  private static List<Long> next(Follower follower, int most) throws InterruptedException {
    return follower.next(most, Duration.ZERO, Duration.ZERO).stream().map(Change::number).toList();
  }

  @Test
  void next_isTheSameUntilItIsDone() throws Exception {
    try (Store store = open();
        Follower follower = follow(store, true)) {
      put(store, 0, 5);
      assertThat(next(follower, 3)).containsExactly(0L, 1L, 2L);
      assertThat(next(follower, 3)).containsExactly(0L, 1L, 2L);
      follower.done(follower.next(3, LONG, Duration.ZERO).getLast().number());
      assertThat(next(follower, 3)).containsExactly(3L, 4L);
    }
  }

  @Test
  void next_waitsForAChange() throws Exception {
    try (Store store = open();
        Follower follower = follow(store, true)) {
      CompletableFuture<List<Change>> next =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return follower.next(1, LONG, Duration.ZERO);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      put(store, 0, 1);
      assertThat(next.join()).hasSize(1);
    }
  }

  @Test
  void next_waitsForAFullBatchWithinAWindow() throws Exception {
    try (Store store = open();
        Follower follower = follow(store, true)) {
      put(store, 0, 1);
      Thread.startVirtualThread(() -> put(store, 1, 10));
      assertThat(follower.next(10, LONG, LONG)).hasSize(10);
    }
  }

  @Test
  void follower_goesOnWhereHeHadCome() throws Exception {
    try (Store store = open();
        Follower follower = follow(store, true)) {
      put(store, 0, 4);
      follower.done(follower.next(2, LONG, Duration.ZERO).getLast().number());
    }
    try (Store store = open();
        Follower follower = follow(store, true)) {
      assertThat(next(follower, 10)).containsExactly(2L, 3L);
      put(store, 4, 5);
      assertThat(next(follower, 10)).containsExactly(2L, 3L, 4L);
    }
  }

  @Test
  void follower_fromTheEndSeesWhatComesBeforeHeIsBack() throws Exception {
    try (Store store = open()) {
      put(store, 0, 3);
      follow(store, false).close();
    }
    try (Store store = open()) {
      put(store, 3, 4);
      try (Follower follower = follow(store, false)) {
        assertThat(next(follower, 10)).containsExactly(3L);
      }
    }
  }

  @Test
  void expire_keepsWhatAFollowerHasNotSeen() throws Exception {
    Store store = new Store(Clock.systemUTC());
    Table table = store.create(NOTES);
    store.beginStream(table, Definition.View.NEW_IMAGE);
    try (Follower follower = follow(store, true)) {
      put(store, 0, 12_000);
      store.expire(Instant.now());
      assertThat(follower.stream().first()).isZero();
      follower.skip(follower.next(11_000, LONG, Duration.ZERO).getLast().number());
      store.expire(Instant.now());
      assertThat(follower.stream().first()).isEqualTo(2_000);
    }
  }

  @Test
  void stream_keepsOnlyTheKeysOfWhatItDoesNotShow() throws Exception {
    try (Store store = open();
        Follower follower = follow(store, true)) {
      Map<String, Value> item = Map.of("k", Value.N.of(1), "body", new Value.S("text"));
      store.write(new Action("notes", item, new Action.Kind.Put(), Optional.empty(), false));
      Map<String, Value> key = Map.of("k", Value.N.of(1));
      store.write(new Action("notes", key, new Action.Kind.Delete(), Optional.empty(), false));
      List<Change> changes = follower.next(10, LONG, Duration.ZERO);
      assertThat(changes).extracting(Change::event).containsExactly("INSERT", "REMOVE");
      assertThat(changes.getFirst().after().orElseThrow().attributes()).isEqualTo(item);
      assertThat(changes.getLast().before().orElseThrow().attributes()).isEqualTo(key);
    }
  }
}
