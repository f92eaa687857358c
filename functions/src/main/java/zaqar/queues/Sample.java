// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.Parallel;

/**
 * Counts the messages of some spans by reading so many of them: all, if there are no more, else the
 * same part of every stratum. Its error is that of a random sample, about one part in the square
 * root of how many posts it saw.
 */
record Sample(StatsPage.Reader pages, Parallel parallel, RandomGenerator random) {
  private static final double FIRST = 1.0 / 32;
  private static final double MOST_GROWTH = 8;
  private static final double LEAST_GROWTH = 1.1;
  private static final double AIM = 0.85;
  private static final double ENOUGH = 0.72;
  private static final double SURELY_MORE = 1.5;

  /** Counts, exactly if no more than {@code budget} messages are there, expired ones included. */
  Stats count(List<IdRange> spans, int budget) {
    Strata.Cut cut = new Strata(pages, parallel, random).cut(spans);
    List<Stratum> strata =
        cut.strata().stream().map(span -> new Stratum(pages, span, random.nextDouble())).toList();
    double fraction = FIRST * Math.min(1, budget / Math.max(1, cut.weight()));
    int read = widen(strata, fraction);
    while (!strata.stream().allMatch(Stratum::isWhole)
        && read <= budget
        && !isEnough(read, fraction, budget)) {
      double growth = AIM * budget / Math.max(1, read);
      fraction = Math.min(1, fraction * Math.clamp(growth, LEAST_GROWTH, MOST_GROWTH));
      read = widen(strata, fraction);
    }
    return strata.stream().map(Stratum::stats).reduce(Stats.NOTHING, Stats::plus);
  }

  private static boolean isEnough(int read, double fraction, int budget) {
    return read >= ENOUGH * budget && read / fraction >= SURELY_MORE * budget;
  }

  private int widen(List<Stratum> strata, double fraction) {
    List<Supplier<Integer>> reads =
        strata.stream()
            .<Supplier<Integer>>map(
                stratum ->
                    () -> {
                      stratum.readTo(fraction);
                      return stratum.read();
                    })
            .toList();
    return parallel.all(reads).stream().mapToInt(Integer::intValue).sum();
  }
}
