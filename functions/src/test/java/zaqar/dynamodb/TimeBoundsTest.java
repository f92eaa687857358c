// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeBoundsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void latest_isRoundedUpToTheMillisecondsThatAreStored() {
    assertThat(new TimeBounds(NOW, NOW).latest()).isEqualTo(NOW);
    assertThat(new TimeBounds(NOW, NOW.plusNanos(1)).latest()).isEqualTo(NOW.plusMillis(1));
  }

  @Test
  void settled_isWhatNoAcknowledgedWriteCanComeBefore() {
    TimeBounds moment = new TimeBounds(NOW, NOW.plusMillis(80));

    assertThat(moment.settled(Duration.ofSeconds(1)).getTime())
        .isEqualTo(NOW.minusSeconds(1).toEpochMilli());
  }
}
