// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All claims of a queue: those that told what they hold, and those that may hold anything. */
final class Holds {
  private final List<Hold> told = new ArrayList<>();
  private final List<Untold> untold = new ArrayList<>();

  /**
   * For claims that may hold anything without having told: their starts, and when all is back that
   * those may have held which began so early. In a store that fails at times, a claim may have more
   * than it was told, and so tell less than it has.
   */
  private final TreeMap<Long, Long> blind = new TreeMap<>();

  /**
   * What a claim may hold without having told: no more than it asked for.
   *
   * @param until when it holds nothing of that any more
   */
  record Untold(Act.Claim claim, long until, int messages) {}

  /** Looks for claims among acts, which come in the order of their starts. */
  Holds(List<Act> acts, Tolerance tolerance) {
    Map<String, List<Act.Renewal>> renewals = new HashMap<>();
    Map<String, List<Act.Release>> releases = new HashMap<>();
    for (Act act : acts) {
      if (act instanceof Act.Renewal renewal) {
        renewals.computeIfAbsent(renewal.claim(), id -> new ArrayList<>()).add(renewal);
      } else if (act instanceof Act.Release release) {
        releases.computeIfAbsent(release.claim(), id -> new ArrayList<>()).add(release);
      }
    }
    for (Act act : acts) {
      if (act instanceof Act.Claim claim && !claim.event().isDefinite()) {
        long lapse = tolerance.lapse().toNanos();
        long end = Times.latest(claim, tolerance) + claim.ttl();
        addBlind(claim, end + lapse);
        untold.add(new Untold(claim, end, claim.limit()));
      } else if (act instanceof Act.Claim claim && !claim.messages().isEmpty()) {
        Hold hold =
            Hold.of(
                claim,
                renewals.getOrDefault(claim.id(), List.of()),
                releases.getOrDefault(claim.id(), List.of()),
                tolerance);
        told.add(hold);
        int rest = claim.limit() - claim.messages().size();
        if (!tolerance.fullClaims()) {
          addBlind(claim, hold.backBy(tolerance.lapse()));
          untold.add(new Untold(claim, hold.possibleUntil(), Math.max(0, rest)));
        }
      }
    }
  }

  private void addBlind(Act.Claim claim, long until) {
    blind.put(claim.start(), Math.max(until, blindEnd()));
  }

  /** Claims that told what they hold. */
  List<Hold> told() {
    return told;
  }

  /** Claims that may hold messages which they did not tell, in the order of their starts. */
  List<Untold> untold() {
    return untold;
  }

  /** When all is back that claims may have held without having told; 0 if none may have. */
  long blindEnd() {
    return blind.isEmpty() ? 0 : blind.lastEntry().getValue();
  }

  /** Whether a claim that did not tell may hold something at any time between these two. */
  boolean mayBeBlind(long from, long to) {
    Map.Entry<Long, Long> begun = blind.lowerEntry(to);
    return begun != null && from < begun.getValue();
  }
}
