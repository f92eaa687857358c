package zaqar.check.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All claims of a queue: those that told what they hold, and those that may hold anything. */
final class Holds {
  private final List<Hold> told = new ArrayList<>();

  /**
   * For claims that may hold anything without having told: their starts, and when all is back that
   * those may have held which began so early. In a store that fails at times, a claim may have more
   * than it was told, and so tell less than it has.
   */
  private final TreeMap<Long, Long> blind = new TreeMap<>();

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
        addBlind(claim, Times.latest(claim, tolerance) + claim.ttl() + lapse);
      } else if (act instanceof Act.Claim claim && !claim.messages().isEmpty()) {
        Hold hold =
            Hold.of(
                claim,
                renewals.getOrDefault(claim.id(), List.of()),
                releases.getOrDefault(claim.id(), List.of()),
                tolerance);
        told.add(hold);
        if (!tolerance.fullClaims()) {
          addBlind(claim, hold.backBy(tolerance));
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
