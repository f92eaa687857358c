// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Which pool a new queue is put into: by chance, in proportion to the weights (contract 11.3). */
final class WeightedChoice {
  private final RandomGenerator random;

  WeightedChoice(RandomGenerator random) {
    this.random = random;
  }

  /** One of the pools that take queues of {@code flavor}; empty if none does. */
  Optional<Pool> among(List<Pool> pools, Optional<String> flavor) {
    List<Pool> candidates = pools.stream().filter(pool -> pool.takes(flavor)).toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    long point = random.nextLong(candidates.stream().mapToLong(Pool::weight).sum());
    for (Pool pool : candidates) {
      point -= pool.weight();
      if (point < 0) {
        return Optional.of(pool);
      }
    }
    throw new IllegalStateException("the point lies within the sum of all weights");
  }
}
