// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds to each benchmark what its requests took without the store, and how often they asked it. */
public final class StoreProfiler implements InternalProfiler {
  private static final double MICROSECOND = 1000;
  private static final LongAdder OWN = new LongAdder();
  private static final LongAdder BYTES = new LongAdder();
  private static final LongAdder CALLS = new LongAdder();
  private static final LongAdder REQUESTS = new LongAdder();

  /** Counts a request that took and allocated so much by itself. */
  static void add(long ownNanos, long ownBytes, long calls) {
    BYTES.add(ownBytes);
    OWN.add(ownNanos);
    CALLS.add(calls);
    REQUESTS.increment();
  }

  @Override
  public String getDescription() {
    return "what a request takes and allocates without the store, and its calls of the store";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    OWN.reset();
    BYTES.reset();
    CALLS.reset();
    REQUESTS.reset();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double requests = REQUESTS.sum();
    return List.of(
        new ScalarResult("own", OWN.sum() / requests / MICROSECOND, "us", AggregationPolicy.AVG),
        new ScalarResult("own.alloc", BYTES.sum() / requests, "B", AggregationPolicy.AVG),
        new ScalarResult("calls", CALLS.sum() / requests, "calls", AggregationPolicy.AVG));
  }
}
