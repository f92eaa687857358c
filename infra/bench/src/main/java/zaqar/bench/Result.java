// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one run of a workload measured.
 *
 * @param round counted from 1
 * @param time that was measured
 * @param latency of answered requests, in nanoseconds
 * @param problems how many requests failed, by their status
 */
record Result(
    String target,
    Workload workload,
    int round,
    Duration time,
    long messages,
    Histogram latency,
    Map<String, Long> problems,
    List<Meter.Sample> samples) {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
  private static final double SECOND = 1e9;
  private static final double MILLISECOND = 1e6;

  /** Of a run that has ended. */
  static Result of(String target, Workload workload, int round, Load.Measured run) {
    Meter meter = run.meter();
    return new Result(
        target,
        workload,
        round,
        run.time(),
        meter.messages(),
        meter.histogram(),
        meter.problems(),
        meter.samples());
  }

  private double seconds() {
    return time.toNanos() / SECOND;
  }

  /** Answered requests a second. */
  double requestRate() {
    return latency.getTotalCount() / seconds();
  }

  /** Messages a second. */
  double messageRate() {
    return messages / seconds();
  }

  /** How many requests failed. */
  long failed() {
    return problems.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many milliseconds so many percent of the answers took at most. */
  double milliseconds(double percent) {
    return latency.getValueAtPercentile(percent) / MILLISECOND;
  }

  /** All of it, for programs. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("target", target).put("workload", workload.option()).put("round", round);
    json.put("seconds", seconds()).put("requests", latency.getTotalCount());
    json.put("messages", messages);
    json.put("requests_per_second", requestRate()).put("messages_per_second", messageRate());
    ObjectNode milliseconds = json.putObject("milliseconds");
    milliseconds.put("mean", latency.getMean() / MILLISECOND);
    for (double percent : PERCENTILES) {
      String name =
          percent == 100 ? "max" : "p" + String.valueOf(percent).replaceFirst("[.]0$", "");
      milliseconds.put(name, milliseconds(percent));
    }
    ObjectNode failures = json.putObject("failed");
    problems.forEach(failures::put);
    ArrayNode parts = json.putArray("samples");
    for (Meter.Sample sample : samples) {
      parts
          .addObject()
          .put("end", sample.end().toNanos() / SECOND)
          .put("requests_per_second", sample.rate())
          .put("p99", sample.p99() / MILLISECOND);
    }
    return json;
  }
}
