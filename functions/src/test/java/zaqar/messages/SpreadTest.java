package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

class SpreadTest {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));

  private final Spread spread = new Spread(new Random(1));

  private static Ulid at(long milliseconds) {
    return Ulid.min(START + milliseconds);
  }

  private long width() {
    Spread.Stretch stretch = spread.choose(QUEUE, at(0));
    assertThat(stretch.begin()).isBetween(at(0), stretch.end());
    return stretch.end().getTime() - START;
  }

  @Test
  void instance_looksAtTheHeadWhileItWinsWhatItTries() {
    spread.won(QUEUE, at(0), at(10));

    assertThat(spread.isWide(QUEUE)).isFalse();
  }

  @Test
  void instance_looksFurtherOffEachTimeItLoses() {
    spread.lost(QUEUE, at(0), at(10));
    assertThat(width()).isEqualTo(80);
    spread.lost(QUEUE, at(0), at(10));
    assertThat(width()).isEqualTo(160);
  }

  @Test
  void instance_comesBackToTheHeadWhenItWins() {
    spread.lost(QUEUE, at(0), at(10));

    int wins = 0;
    while (spread.isWide(QUEUE)) {
      spread.won(QUEUE, at(0), at(10));
      wins++;
    }

    assertThat(wins).isBetween(20, 50);
  }

  @Test
  void instance_looksNoFurtherThanTheQueueReaches() {
    spread.lost(QUEUE, at(0), at(1000));
    spread.endsAt(QUEUE, at(0), at(100));

    assertThat(width()).isEqualTo(100);
  }

  @Test
  void stretch_holdsWhatLiesInIt() {
    Spread.Stretch stretch = new Spread.Stretch(at(5), at(10));

    assertThat(stretch.contains(at(5))).isTrue();
    assertThat(stretch.contains(at(9))).isTrue();
    assertThat(stretch.contains(at(10))).isFalse();
    assertThat(stretch.contains(at(4))).isFalse();
  }
}
