// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import zaqar.dynamodb.Parallel;

/**
 * Cuts spans into strata that hold about as many messages each, whether those came evenly, in
 * bursts, or ever more slowly: what seems to hold most is halved, again and again.
 */
record Strata(StatsPage.Reader pages, Parallel parallel, RandomGenerator random) {
  private static final int FEW = 8;
  private static final int MANY = 64;
  private static final int AT_ONCE = 16;
  private static final double SHARE = 1.0 / 40;
  private static final double SMALL = 400;

  /** The strata, and how many messages they seem to hold together, within an order of magnitude. */
  record Cut(List<IdRange> strata, double weight) {}

  /** Cuts spans that are not empty. */
  Cut cut(List<IdRange> spans) {
    List<Probe> probes = probe(spans);
    List<Probe> heavy = heaviest(probes);
    while (!heavy.isEmpty()) {
      probes.removeAll(heavy);
      probes.addAll(probe(parts(heavy)));
      heavy = heaviest(probes);
    }
    return new Cut(parts(probes), weight(probes));
  }

  private static List<IdRange> parts(List<Probe> probes) {
    return probes.stream().flatMap(probe -> probe.parts().stream()).toList();
  }

  private static double weight(List<Probe> probes) {
    return probes.stream().mapToDouble(Probe::weight).filter(w -> w < Probe.UNKNOWN).sum();
  }

  /** Those to be halved next: nothing else is worth a look as long as one is twice as heavy. */
  private static List<Probe> heaviest(List<Probe> probes) {
    double most = probes.stream().mapToDouble(Probe::weight).max().orElse(0);
    double worth = probes.size() < FEW ? 1 : Math.max(SMALL, SHARE * weight(probes));
    return probes.stream()
        .filter(probe -> probe.weight() > Math.max(worth, most / 2))
        .sorted(Comparator.comparingDouble(Probe::weight).reversed())
        .limit(Math.clamp(MANY - probes.size(), 0, AT_ONCE))
        .toList();
  }

  private List<Probe> probe(List<IdRange> spans) {
    Stream<Supplier<Probe>> looks = spans.stream().map(span -> () -> Probe.of(span, pages, random));
    return new ArrayList<>(parallel.all(looks.toList()));
  }
}
