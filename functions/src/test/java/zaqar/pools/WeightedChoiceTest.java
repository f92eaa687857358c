// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static zaqar.pools.SamplePools.pool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract 11.3. */
class WeightedChoiceTest {
  private static final int TIMES = 10_000;

  private final Random random = new Random(7);

  private Optional<Pool> choose(List<Pool> pools, Optional<String> flavor) {
    return Pools.among(pools, flavor, random);
  }

  private Map<String, Long> chosen(List<Pool> pools, Optional<String> flavor) {
    return IntStream.range(0, TIMES)
        .mapToObj(time -> choose(pools, flavor).orElseThrow().name())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** Five standard deviations are 217. */
  @Test
  void pools_areChosenByWeight() {
    Map<String, Long> chosen =
        chosen(List.of(pool("a", 1), pool("b", 0), pool("c", 3)), Optional.empty());

    assertThat(chosen).containsOnlyKeys("a", "c");
    assertThat(chosen.get("a")).isCloseTo(TIMES / 4, within(217L));
  }

  @Test
  void weights_mayBeAsLargeAsTheyCome() {
    Map<String, Long> chosen =
        chosen(List.of(pool("a", Pool.MAX_WEIGHT), pool("b", Pool.MAX_WEIGHT)), Optional.empty());

    assertThat(chosen.get("a")).isCloseTo(TIMES / 2, within(250L));
  }

  @Test
  void flavor_decidesWhichPoolsThereAre() {
    List<Pool> pools = List.of(pool("a", 9), pool("b", 1, "gold"), pool("c", 1, "silver"));

    assertThat(chosen(pools, Optional.of("gold"))).containsOnlyKeys("b");
    assertThat(chosen(pools, Optional.empty())).containsOnlyKeys("a");
    assertThat(choose(pools, Optional.of("iron"))).isEmpty();
  }

  @Test
  void pool_thatIsClosingTakesNothing() {
    Pool closing = pool("a", 9).closing(true);

    assertThat(choose(List.of(closing), Optional.empty())).isEmpty();
    assertThat(chosen(List.of(closing, pool("b", 1)), Optional.empty())).containsOnlyKeys("b");
    assertThat(choose(List.of(closing.closing(false)), Optional.empty())).isPresent();
  }

  @Test
  void nothing_isChosenFromNothing() {
    assertThat(choose(List.of(), Optional.empty())).isEmpty();
    assertThat(choose(List.of(pool("a", 0)), Optional.empty())).isEmpty();
  }
}
