// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Results for a person: a line for each workload at each target, with the medians of its rounds.
 */
record Table(List<Result> results) {
  @Override
  public String toString() {
    Map<String, List<Result>> rounds = new LinkedHashMap<>();
    for (Result result : results) {
      String row = String.format("%-12s  %-20s", result.workload().option(), result.target());
      rounds.computeIfAbsent(row, key -> new ArrayList<>()).add(result);
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-34s %10s %10s %9s %9s %9s %9s %8s",
            "",
            "requests/s",
            "messages/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "failed"));
    rounds.forEach((row, runs) -> text.append(System.lineSeparator()).append(line(row, runs)));
    return text.toString();
  }

  private static String line(String row, Collection<Result> runs) {
    return String.format(
        Locale.ROOT,
        "%-34s %10.0f %10.0f %9.2f %9.2f %9.2f %9.2f %8d",
        row,
        median(runs, Result::requestRate),
        median(runs, Result::messageRate),
        median(runs, result -> result.milliseconds(50)),
        median(runs, result -> result.milliseconds(99)),
        median(runs, result -> result.milliseconds(99.9)),
        median(runs, result -> result.milliseconds(100)),
        runs.stream().mapToLong(Result::failed).sum());
  }

  /** The middle one; the mean of two if there are two. */
  static double median(Collection<Result> runs, ToDoubleFunction<Result> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
