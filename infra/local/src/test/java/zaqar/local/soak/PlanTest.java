// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void brief_killsThreeTimes(long seed) {
    assertThat(Plan.brief(seed).kills()).hasSize(3);
    assertThat(Plan.brief(seed)).isEqualTo(Plan.brief(seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void lasting_killsForTwoFifthsOfTheTime(long seed) {
    Plan plan = Plan.lasting(seed, Duration.ofMinutes(10));

    assertThat(plan).isEqualTo(Plan.lasting(seed, Duration.ofMinutes(10)));
    assertThat(plan.peace()).isEqualTo(Duration.ofMinutes(6));
    assertThat(plan.kills().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
  }
}
