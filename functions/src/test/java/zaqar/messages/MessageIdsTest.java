// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.TimeBounds;

class MessageIdsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static MessageIds ids(int seed) {
    return new MessageIds(() -> new TimeBounds(NOW.minusMillis(300), NOW), new Random(seed));
  }

  @Test
  void ids_growWithinABatchAndBetweenBatchesOfOneMillisecond() {
    MessageIds ids = ids(1);

    List<Ulid> all = new ArrayList<>(ids.next(1000, Ulid.MIN));
    all.addAll(ids.next(1000, Ulid.MIN));

    assertThat(all).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ids_comeAfterTheNewestInTheShardWhateverTheClockSays() {
    Ulid fromAFastClock = Ulid.min(NOW.toEpochMilli() + 400);

    List<Ulid> made = ids(1).next(3, fromAFastClock);

    assertThat(made).isSorted().allMatch(id -> id.compareTo(fromAFastClock) > 0);
  }

  @Test
  void ids_carryIntoTheTimeWhenTheirCounterIsFull() {
    Ulid full = new Ulid(Ulid.min(NOW.toEpochMilli() + 1).getMostSignificantBits() | 0xffff, -1);

    assertThat(ids(1).next(1, full).getFirst()).isGreaterThan(full);
  }

  @Test
  void ids_areNoOlderThanTheStoresClockCanBe() {
    assertThat(ids(1).next(1, Ulid.MIN).getFirst().getTime()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void ids_ofABatchSpreadOverItsMillisecond() {
    List<Ulid> batch = ids(1).next(1000, Ulid.MIN);

    long width =
        batch.getLast().getMostSignificantBits() - batch.getFirst().getMostSignificantBits();
    assertThat(width / 65536.0).as("milliseconds").isBetween(0.3, 0.7);
  }

  @Test
  void ids_ofTwoInstancesDiffer() {
    assertThat(ids(1).next(1, Ulid.MIN)).isNotEqualTo(ids(2).next(1, Ulid.MIN));
  }
}
