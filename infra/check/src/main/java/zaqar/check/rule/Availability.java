// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time in which a message could surely be taken, unless a claim that did not tell held it: after
 * its delay, between its claims, and before it may be gone.
 */
record Availability(Life life, long from, long until) {
  /**
   * All of them, in the order of their beginnings; none of messages that are lost.
   *
   * @param lapse how long messages may take to come back after the end of a claim or a delay
   */
  static List<Availability> all(Facts facts, Duration lapse) {
    return facts.lives().all().stream()
        .filter(life -> !facts.lost().contains(life))
        .flatMap(life -> of(life, facts, lapse).stream())
        .sorted(Comparator.comparingLong(Availability::from))
        .toList();
  }

  private static List<Availability> of(Life life, Facts facts, Duration lapse) {
    List<Availability> available = new ArrayList<>();
    long delay = facts.delays().possible(life);
    long from = life.acknowledged() + (delay > 0 ? delay + lapse.toNanos() : 0);
    for (Hold hold : life.holds()) {
      add(available, life, from, hold.claim().start());
      from = Math.max(from, hold.backBy(lapse));
    }
    add(available, life, from, life.surelyThere());
    return available;
  }

  private static void add(List<Availability> available, Life life, long from, long until) {
    long end = Math.min(until, life.surelyThere());
    if (from < end) {
      available.add(new Availability(life, from, end));
    }
  }
}
