package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void ids_growWithinABatchAndBetweenBatchesOfOneMillisecond() {
    MessageIds ids = new MessageIds(CLOCK, new Random(1));

    List<Ulid> all = new ArrayList<>(ids.next(1000, Ulid.MIN));
    all.addAll(ids.next(1000, Ulid.MIN));

    assertThat(all).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ids_comeAfterTheNewestInTheShardWhateverTheClockSays() {
    Ulid fromAFastClock = Ulid.min(CLOCK.millis() + 400);

    List<Ulid> made = new MessageIds(CLOCK, new Random(1)).next(3, fromAFastClock);

    assertThat(made).isSorted().allMatch(id -> id.compareTo(fromAFastClock) > 0);
  }

  @Test
  void ids_carryIntoTheTimeWhenTheirCounterIsFull() {
    Ulid full = new Ulid(Ulid.min(CLOCK.millis() + 1).getMostSignificantBits() | 0xffff, -1);

    assertThat(new MessageIds(CLOCK, new Random(1)).next(1, full).getFirst()).isGreaterThan(full);
  }

  @Test
  void ids_ofTwoInstancesDiffer() {
    assertThat(new MessageIds(CLOCK, new Random(1)).next())
        .isNotEqualTo(new MessageIds(CLOCK, new Random(2)).next());
  }
}
