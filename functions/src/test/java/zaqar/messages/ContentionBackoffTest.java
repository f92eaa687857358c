// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

class ContentionBackoffTest {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));

  private Instant now = Instant.EPOCH;
  private final ContentionBackoff backoff = new ContentionBackoff(() -> now, new Random(1));

  private static Ulid at(long milliseconds) {
    return Ulid.min(START + milliseconds);
  }

  private long reach() {
    long farthest = 0;
    for (int i = 0; i < 1000; i++) {
      ContentionBackoff.Start start = backoff.choose(QUEUE, at(0));
      assertThat(start.isNew()).isTrue();
      farthest = Math.max(farthest, start.id().getTime() - START);
    }
    return farthest;
  }

  @Test
  void instance_staysAtTheHeadWhileItWins() {
    backoff.won(QUEUE, at(0), at(10), at(10));

    assertThat(backoff.isWide(QUEUE)).isFalse();
  }

  @Test
  void instance_goesFurtherOffEachTimeItLoses() {
    backoff.lost(QUEUE, at(0), at(100));
    assertThat(reach()).isBetween(390L, 401L);
    backoff.lost(QUEUE, at(0), at(150));
    assertThat(reach()).isBetween(1550L, 1601L);
    backoff.lost(QUEUE, at(0), at(10_000));
    assertThat(reach()).as("what was tried lay beyond a gap").isBetween(39_000L, 40_001L);
  }

  @Test
  void instance_worksOnWhereItWins() {
    backoff.lost(QUEUE, at(0), at(100));
    backoff.won(QUEUE, at(0), at(10), at(50));

    assertThat(backoff.choose(QUEUE, at(20)))
        .isEqualTo(new ContentionBackoff.Start(at(50).increment(), false));
    assertThat(backoff.choose(QUEUE, at(60)).isNew()).as("the head has passed it").isTrue();
    backoff.leave(QUEUE);
    assertThat(backoff.choose(QUEUE, at(20)).isNew()).as("nothing was there").isTrue();
  }

  @Test
  void instance_comesBackToTheHeadWithItsWins() {
    backoff.lost(QUEUE, at(0), at(100));

    int wins = 0;
    while (backoff.isWide(QUEUE)) {
      backoff.won(QUEUE, at(0), at(10), at(20));
      wins++;
    }

    assertThat(wins).isBetween(30, 70);
  }

  @Test
  void instance_isBackAtTheHeadWhenItLosesNothingForAWhile() {
    backoff.lost(QUEUE, at(0), at(1_000_000));
    now = now.plusSeconds(59);
    backoff.won(QUEUE, at(0), at(10), at(20));
    assertThat(backoff.isWide(QUEUE)).isTrue();

    now = now.plusSeconds(2);
    assertThat(backoff.isWide(QUEUE)).isFalse();
  }

  @Test
  void instance_goesNoFurtherThanTheQueue() {
    backoff.lost(QUEUE, at(0), at(1000));
    backoff.endsAt(QUEUE, at(0), at(100));

    assertThat(reach()).isBetween(95L, 100L);
  }
}
