// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zaqar.check.history.Event;

/**
 * Holds a history against the promises. It judges every message by itself, by intervals: what a
 * request did happened at one moment between its start and its answer, or at some time after its
 * start if it was not answered. Whatever it reports was surely broken; not all that was broken can
 * be seen from outside.
 */
public final class Checker {
  private static final List<Rule> RULES =
      List.of(
          new Faults(),
          new Missing(),
          new Doubled(),
          new DeliveredAfterDelete(),
          new ClaimedWhileClaimed(),
          new Early(),
          new Expired(),
          new Locked(),
          new Waiting(),
          new OutOfOrder(),
          new Repeated());

  private final Tolerance tolerance;

  /** A checker that grants so much. */
  public Checker(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** All violations in a history, which may be of several queues. */
  public List<Violation> check(List<Event> history) {
    List<Violation> violations = new ArrayList<>();
    for (Facts facts : queues(history)) {
      RULES.forEach(rule -> rule.check(facts, violations::add));
    }
    return violations;
  }

  /**
   * When every claim of a history has ended that may still be open, in nanoseconds since it began;
   * 0 if there is none.
   */
  public long lastClaimEnds(List<Event> history) {
    long last = 0;
    for (Facts facts : queues(history)) {
      for (Life life : facts.lives().all()) {
        if (life.remover() == null) {
          last = life.holds().stream().mapToLong(Hold::possibleUntil).reduce(last, Math::max);
        }
      }
      last = Math.max(last, facts.holds().blindEnd());
    }
    return last;
  }

  private List<Facts> queues(List<Event> history) {
    Map<String, List<Event>> queues = new TreeMap<>();
    for (Event event : inOrder(history)) {
      String queue = Target.of(event.call().path()).queue();
      if (!queue.isEmpty()) {
        queues.computeIfAbsent(queue, name -> new ArrayList<>()).add(event);
      }
    }
    return queues.values().stream().map(events -> new Facts(events, tolerance)).toList();
  }

  private static List<Event> inOrder(List<Event> history) {
    return history.stream().sorted(Comparator.comparingLong(Event::start)).toList();
  }
}
