// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

class LoadSheddingTest {
  private static final QueueInPool QUEUE =
      new QueueInPool(new QueueKey(new ProjectId("p"), new QueueName("q")), "table");

  private Instant now = Instant.EPOCH;
  private final LoadShedding shedding = new LoadShedding(() -> now, new Random(1));

  /** How long nothing is let into the first shard from now on. */
  private Duration pause() {
    Instant begin = now;
    while (shedding.isActive(QUEUE, 0)) {
      now = now.plusMillis(10);
    }
    return Duration.between(begin, now);
  }

  @Test
  void nothing_isHeldBackWhereAllGetsThrough() {
    shedding.succeeded(QUEUE, 0);

    assertThat(pause()).isZero();
  }

  @Test
  void failures_holdBackForLongerEachTime() {
    shedding.failed(QUEUE, 0);
    assertThat(pause()).isBetween(Duration.ofMillis(250), Duration.ofMillis(760));

    for (int i = 0; i < 3; i++) {
      shedding.failed(QUEUE, 0);
    }
    assertThat(pause()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(7));

    for (int i = 0; i < 20; i++) {
      shedding.failed(QUEUE, 0);
    }
    assertThat(pause()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(16));
  }

  @Test
  void successes_makeItShorterAgain() {
    shedding.failed(QUEUE, 0);
    shedding.failed(QUEUE, 0);
    shedding.failed(QUEUE, 0);
    assertThat(pause()).isPositive();

    shedding.succeeded(QUEUE, 0);
    shedding.failed(QUEUE, 0);

    assertThat(pause()).isBetween(Duration.ofMillis(1750), Duration.ofMillis(5260));
  }

  @Test
  void shards_areHeldBackAlone() {
    shedding.failed(QUEUE, 1);

    assertThat(shedding.isActive(QUEUE, 0)).isFalse();
    assertThat(shedding.isActive(QUEUE, 1)).isTrue();
  }
}
