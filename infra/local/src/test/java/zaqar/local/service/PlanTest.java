// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Rates RATES =
      Rates.NONE
          .with(Fault.Kind.LOST, 0.1)
          .with(Fault.Kind.DELAYED, 0.3)
          .delayedUpTo(Duration.ofMillis(1500));

  private static List<Fault> draw(long seed, int count) {
    Plan plan = Plan.seeded(seed, RATES);
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> plan.befalls(new Plan.Attempt(n, "PutItem " + n, true)))
        .toList();
  }

  @Test
  void seeded_doesTheSameToTheSameAttempt() {
    assertThat(draw(42, 100)).isEqualTo(draw(42, 100)).isNotEqualTo(draw(43, 100));
    assertThat(Plan.seeded(42, RATES)).asString().contains("seed=42", "LOST=0.1");
  }

  @Test
  void seeded_keepsToTheRates() {
    Map<Fault.Kind, Long> kinds =
        draw(1, 10_000).stream()
            .map(Fault::kind)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(kinds).containsOnlyKeys(Fault.Kind.NONE, Fault.Kind.LOST, Fault.Kind.DELAYED);
    assertThat(kinds.get(Fault.Kind.LOST)).isBetween(900L, 1100L);
    assertThat(kinds.get(Fault.Kind.DELAYED)).isBetween(2800L, 3200L);
  }

  @Test
  void seeded_delaysUpToTheLongest() {
    assertThat(draw(1, 1000))
        .allMatch(fault -> fault.delay().compareTo(Duration.ofMillis(1500)) <= 0)
        .anyMatch(fault -> fault.delay().compareTo(Duration.ofMillis(1200)) > 0)
        .allMatch(f -> f.kind() == Fault.Kind.DELAYED || f.delay().isZero());
  }

  @Test
  void rates_areSharesOfAWhole() {
    Rates most = Rates.NONE.with(Fault.Kind.LOST, 0.9);

    assertThatThrownBy(() -> most.with(Fault.Kind.CRASH, 0.2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
