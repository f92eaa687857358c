// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.names.ClientId;
import zaqar.queues.QueueHead.Cursor;
import zaqar.queues.QueueHead.Recheck;

class QueueStateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ulid SINCE = Ulid.min(1000);
  private static final Ulid LATER = Ulid.min(2000);
  private static final PoolTable POOL = new PoolTable(PoolTable.DEFAULT, "messages");
  private static final ReservedMetadata RESERVED =
      new ReservedMetadata(
          Duration.ofHours(1), 262144, Duration.ZERO, Optional.empty(), false, false);

  private static QueueState state(Optional<Duration> longest) {
    return state(longest, 2);
  }

  private static QueueState state(Optional<Duration> longest, int shards) {
    return new QueueState(true, RESERVED, 0, SINCE, longest, Instant.EPOCH, POOL, shards);
  }

  @Test
  void unknown_isAnEmptyQueueOfOneShard() {
    QueueState unknown = QueueState.unknown(RESERVED, POOL);

    assertThat(unknown.listed()).isFalse();
    assertThat(unknown.shards()).isEqualTo(1);
    assertThat(unknown.oldest(NOW)).isEqualTo(Ulid.MIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void shard_isAlwaysTheSameForAClientAndOneOfThoseThereAre(int shards) {
    QueueState state = state(Optional.empty(), shards);
    Random random = new Random(1);
    List<ClientId> clients =
        Stream.generate(() -> new ClientId(new UUID(random.nextLong(), random.nextLong())))
            .limit(1000)
            .toList();

    assertThat(clients)
        .allSatisfy(
            client ->
                assertThat(state.shardOf(client))
                    .isBetween(0, shards - 1)
                    .isEqualTo(state.shardOf(new ClientId(client.value()))));
    assertThat(clients.stream().map(state::shardOf).distinct())
        .as("no shard is left out")
        .hasSize(shards);
  }

  @Test
  void oldest_isWhatTheLongestLifeAllows() {
    assertThat(state(Optional.empty()).oldest(NOW)).isEqualTo(SINCE);
    assertThat(state(Optional.of(Duration.ofHours(1))).oldest(NOW))
        .isEqualTo(Ulid.min(NOW.minus(Duration.ofHours(1)).toEpochMilli()));
    assertThat(state(Optional.of(Duration.ofDays(100_000))).oldest(NOW)).isEqualTo(SINCE);
  }

  @Test
  void life_isTooShortForWhatLivesLonger() {
    QueueState state = state(Optional.of(Duration.ofHours(1)));

    assertThat(state.isTooShortFor(Duration.ofHours(1))).isFalse();
    assertThat(state.isTooShortFor(Duration.ofSeconds(3601))).isTrue();
    assertThat(state(Optional.empty()).isTooShortFor(Duration.ofDays(1))).isFalse();
  }

  @Test
  void head_beginsAtTheCursorOfItsShardUnlessThatLiesBeforeTheOldest() {
    QueueHead head =
        new QueueHead(
            state(Optional.empty()),
            List.of(new Cursor(LATER, Instant.EPOCH), new Cursor(Ulid.min(500), Instant.EPOCH)),
            List.of(),
            false);

    assertThat(head.from(0, NOW)).isEqualTo(LATER);
    assertThat(head.from(1, NOW)).as("a cursor from before a purge").isEqualTo(SINCE);
  }

  @Test
  void head_knowsWhatIsDue() {
    IdRange range = new IdRange(0, SINCE, LATER);
    Recheck released = new Recheck("a", range, Recheck.AT_ONCE);
    Recheck now = new Recheck("b", range, NOW);
    Recheck soon = new Recheck("c", range, NOW.plusMillis(1));
    QueueHead head =
        new QueueHead(
            state(Optional.empty()),
            List.of(Cursor.START, new Cursor(LATER, NOW.plusMillis(1))),
            List.of(released, now, soon),
            false);

    assertThat(head.due(NOW)).containsExactly(released, now);
    assertThat(head.hidesDelayed(NOW)).isTrue();
    assertThat(head.hidesDelayed(NOW.plusMillis(1))).isFalse();
  }
}
