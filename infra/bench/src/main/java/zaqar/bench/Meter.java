// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts and times the requests of one run, from any thread. */
final class Meter {
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();
  private static final int DIGITS = 3;
  // The rest of a second at the end of a phase is a poor measure of a rate.
  private static final Duration SHORTEST_SAMPLE = Duration.ofMillis(300);

  private final Recorder recorder = new Recorder(LONGEST, DIGITS);
  private final Histogram whole = new Histogram(LONGEST, DIGITS);
  private final LongAdder messages = new LongAdder();
  private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private Duration sampled = Duration.ZERO;

  /**
   * What happened in about a second.
   *
   * @param end how much had been measured by then
   * @param length of this part
   * @param requests that were answered in it
   * @param median of their latencies, in nanoseconds
   * @param p99 the same
   */
  record Sample(Duration end, Duration length, long requests, long median, long p99) {
    /** Requests a second. */
    double rate() {
      return requests / (length.toNanos() / 1e9);
    }
  }

  /** A request has been answered. */
  void answered(long nanoseconds, int status) {
    recorder.recordValue(Math.clamp(nanoseconds, 0, LONGEST));
    if (status < 200 || status >= 300) {
      problem(String.valueOf(status));
    }
  }

  /** A request got no answer. */
  void unanswered() {
    problem("no answer");
  }

  private void problem(String what) {
    problems.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  /** So many messages were posted, listed, claimed, deleted, or what the workload is for. */
  void moved(int count) {
    messages.add(count);
  }

  /**
   * Closes a sample. What is too short to be one is left to the next.
   *
   * @param soFar how much has been measured since the run began
   * @return whether there is a new sample
   */
  synchronized boolean sample(Duration soFar) {
    Duration length = soFar.minus(sampled);
    if (length.compareTo(SHORTEST_SAMPLE) < 0) {
      return false;
    }
    Histogram part = recorder.getIntervalHistogram();
    whole.add(part);
    samples.add(
        new Sample(
            soFar,
            length,
            part.getTotalCount(),
            part.getValueAtPercentile(50),
            part.getValueAtPercentile(99)));
    sampled = soFar;
    return true;
  }

  /** The samples so far. */
  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** How long each answered request took, in nanoseconds. */
  synchronized Histogram histogram() {
    whole.add(recorder.getIntervalHistogram());
    return whole.copy();
  }

  /** How many messages were moved. */
  long messages() {
    return messages.sum();
  }

  /** How many requests failed, by their status. */
  Map<String, Long> problems() {
    Map<String, Long> counts = new TreeMap<>();
    problems.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }
}
