// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.ArrayList;
import java.util.List;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.Parallel;
import zaqar.meter.Meter;
import zaqar.names.QueueKey;

/**
 * Counts the messages of the queues of a page, each as if it were asked for alone, and for as many
 * of them as a budget lasts.
 */
record ListedStats(Queues queues, Parallel parallel) {
  /** After so many read units no other queue is begun; so the page ends there. */
  static final int UNITS = 1024;

  /** What is counted at the same time may go beyond the budget. */
  private static final int AT_ONCE = 4;

  /** Statistics of the first of these queues, at least of one. */
  List<Stats> of(List<QueueKey> page) {
    Meter meter = Meter.current();
    double before = meter.readUnits();
    List<Stats> stats = new ArrayList<>();
    for (List<QueueKey> some : Chunks.of(page, AT_ONCE)) {
      if (meter.readUnits() - before >= UNITS) {
        break;
      }
      stats.addAll(parallel.map(some, queues::stats));
    }
    return stats;
  }
}
