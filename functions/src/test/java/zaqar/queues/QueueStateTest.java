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

class QueueStateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ulid SINCE = Ulid.min(1000);
  private static final Ulid LATER = Ulid.min(2000);
  private static final PoolTable POOL = new PoolTable(PoolTable.DEFAULT, "messages");
  private static final ReservedMetadata RESERVED =
      new ReservedMetadata(Duration.ofHours(1), 262144, Duration.ZERO, Optional.empty(), false);

  private static QueueState state(Hint... hints) {
    return new QueueState(true, RESERVED, 0, SINCE, Instant.EPOCH, POOL, List.of(hints));
  }

  private static Hint hint(Ulid from, boolean delayed) {
    return new Hint(from, NOW.plusSeconds(1), delayed, 1);
  }

  @Test
  void unknown_isAnEmptyQueueOfOneShard() {
    QueueState unknown = QueueState.unknown(RESERVED, POOL);

    assertThat(unknown.listed()).isFalse();
    assertThat(unknown.shards()).isEqualTo(1);
    assertThat(unknown.available(0)).isEqualTo(Ulid.MIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void shard_isAlwaysTheSameForAClientAndOneOfThoseThereAre(int shards) {
    Random random = new Random(1);
    List<ClientId> clients =
        Stream.generate(() -> new ClientId(new UUID(random.nextLong(), random.nextLong())))
            .limit(1000)
            .toList();

    assertThat(clients)
        .allSatisfy(
            client ->
                assertThat(QueueState.shardOf(client, shards))
                    .isBetween(0, shards - 1)
                    .isEqualTo(QueueState.shardOf(new ClientId(client.value()), shards)));
    assertThat(clients.stream().map(c -> QueueState.shardOf(c, shards)).distinct())
        .as("no shard is left out")
        .hasSize(shards);
  }

  @Test
  void available_beginsAtTheHintOfItsShard() {
    QueueState state = state(Hint.NONE, hint(LATER, false), hint(Ulid.min(500), false));

    assertThat(state.available(0)).isEqualTo(SINCE);
    assertThat(state.available(1)).isEqualTo(LATER);
    assertThat(state.available(2)).as("a hint from before a purge").isEqualTo(SINCE);
  }

  @Test
  void visible_followsTheHintForWhoeverSeesNothingThatIsHidden() {
    QueueState state = state(hint(LATER, false), hint(LATER, true));

    assertThat(state.visible(0, false, false, NOW)).isEqualTo(LATER);
    assertThat(state.visible(1, false, false, NOW)).isEqualTo(LATER);
    assertThat(state.visible(0, true, false, NOW)).isEqualTo(SINCE);
    assertThat(state.visible(0, false, true, NOW)).as("none is delayed").isEqualTo(LATER);
    assertThat(state.visible(1, false, true, NOW)).as("some are delayed").isEqualTo(SINCE);
  }

  @Test
  void visible_followsTheHintNoLongerThanItHolds() {
    QueueState state = state(hint(LATER, false));

    assertThat(state.visible(0, false, false, NOW.plusMillis(999))).isEqualTo(LATER);
    assertThat(state.visible(0, false, false, NOW.plusSeconds(1))).isEqualTo(SINCE);
  }

  @Test
  void hint_goesStaleWhenItsTimeHasCome() {
    assertThat(hint(LATER, false).isStale(NOW)).isFalse();
    assertThat(hint(LATER, false).isStale(NOW.plusSeconds(1))).isTrue();
    assertThat(Hint.NONE.isStale(NOW)).as("one that says nothing").isFalse();
    assertThat(hint(LATER, true).taken()).isEqualTo(new Hint(LATER, NOW.plusSeconds(1), true, 2));
  }
}
