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

class ContentionOfInstancesTest {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));

  private Instant now = Instant.EPOCH;
  private final Contention contention = new Contention(() -> now, new Random(1));

  private static Ulid at(long milliseconds) {
    return Ulid.min(START + milliseconds);
  }

  private long reach() {
    long farthest = 0;
    for (int i = 0; i < 1000; i++) {
      Contention.Start start = contention.choose(QUEUE, at(0));
      assertThat(start.isNew()).isTrue();
      farthest = Math.max(farthest, start.id().getTime() - START);
    }
    return farthest;
  }

  @Test
  void instance_staysAtTheHeadWhileItWins() {
    contention.won(QUEUE, at(0), at(10), at(10));

    assertThat(contention.isWide(QUEUE)).isFalse();
  }

  @Test
  void instance_goesFurtherOffEachTimeItLoses() {
    contention.lost(QUEUE, at(0), at(100));
    assertThat(reach()).isBetween(390L, 401L);
    contention.lost(QUEUE, at(0), at(150));
    assertThat(reach()).isBetween(1550L, 1601L);
    contention.lost(QUEUE, at(0), at(10_000));
    assertThat(reach()).as("what was tried lay beyond a gap").isBetween(39_000L, 40_001L);
  }

  @Test
  void instance_worksOnWhereItWins() {
    contention.lost(QUEUE, at(0), at(100));
    contention.won(QUEUE, at(0), at(10), at(50));

    assertThat(contention.choose(QUEUE, at(20)))
        .isEqualTo(new Contention.Start(at(50).increment(), false));
    assertThat(contention.choose(QUEUE, at(60)).isNew()).as("the head has passed it").isTrue();
    contention.leave(QUEUE);
    assertThat(contention.choose(QUEUE, at(20)).isNew()).as("nothing was there").isTrue();
  }

  @Test
  void instance_comesBackToTheHeadWithItsWins() {
    contention.lost(QUEUE, at(0), at(100));

    int wins = 0;
    while (contention.isWide(QUEUE)) {
      contention.won(QUEUE, at(0), at(10), at(20));
      wins++;
    }

    assertThat(wins).isBetween(30, 70);
  }

  /** With a minute in place of seconds, whoever claimed now and then left old messages waiting. */
  @Test
  void instance_isBackAtTheHeadWhenItLosesNothingForSeconds() {
    contention.lost(QUEUE, at(0), at(1_000_000));
    now = now.plusSeconds(4);
    contention.won(QUEUE, at(0), at(10), at(20));
    assertThat(contention.isWide(QUEUE)).isTrue();

    now = now.plusSeconds(2);
    assertThat(contention.isWide(QUEUE)).isFalse();
  }

  @Test
  void instance_goesNoFurtherThanTheQueue() {
    contention.lost(QUEUE, at(0), at(1000));
    contention.endsAt(QUEUE, at(0), at(100));

    assertThat(reach()).isBetween(95L, 100L);
  }
}
