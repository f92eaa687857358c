// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * For how long a claim that was answered holds its messages, unless they are removed.
 *
 * @param sureUntil the earliest time at which it can have ended: from the claim's answer until then
 *     it surely holds them
 * @param possibleUntil the latest time at which it can have ended
 * @param isReleased whether it is a release that ended it then, not the clock
 */
record Hold(Act.Claim claim, long sureUntil, long possibleUntil, boolean isReleased) {

  /** A claim or renewal, which sets the end to a ttl after the moment when it takes effect. */
  private record Term(long start, long latest, long ttl) {}

  /**
   * Follows a claim through its renewals and releases, which come in the order of their starts. A
   * renewal surely took effect if it was answered 204 while the claim was still surely there; any
   * other only may have, which can make the claim end sooner or later. A renewal that came at the
   * last moment is thus not believed, though it might be.
   */
  static Hold of(
      Act.Claim claim,
      List<Act.Renewal> renewals,
      List<Act.Release> releases,
      Tolerance tolerance) {
    long tick = tolerance.tick().toNanos();
    List<Term> terms = new ArrayList<>();
    terms.add(new Term(claim.start(), claim.end(), claim.ttl()));
    long earliest = claim.start();
    long sure = claim.start() + claim.ttl() - tick;
    for (Act.Renewal renewal : renewals) {
      if (renewal.mayHaveHappened() || mayHaveLapsed(renewal)) {
        long latest = Times.latest(renewal, tolerance);
        if (renewal.event().succeeded() && renewal.end() <= sure) {
          terms.removeIf(term -> term.latest() <= renewal.start());
          earliest = renewal.start();
        }
        terms.add(new Term(renewal.start(), latest, renewal.ttl()));
        sure = earliestEnd(terms, earliest) - tick;
      }
    }
    long possible = terms.stream().mapToLong(t -> t.latest() + t.ttl()).max().orElseThrow();
    boolean isReleased = false;
    for (Act.Release release : releases) {
      if (release.mayHaveHappened()) {
        sure = Math.min(sure, release.start());
        isReleased |= release.event().succeeded() && release.end() <= possible;
        possible = release.event().succeeded() ? Math.min(possible, release.end()) : possible;
      }
    }
    return new Hold(claim, sure, possible, isReleased);
  }

  /**
   * Whether the claim may have been renewed for so short a time that it had lapsed when the renewal
   * was answered: an attempt that is made again after a lost answer finds no claim then.
   */
  private static boolean mayHaveLapsed(Act.Renewal renewal) {
    return renewal.event().isDefinite() && renewal.start() + renewal.ttl() < renewal.end();
  }

  /** The earliest end, if each term may be the last, but none took effect before {@code from}. */
  private static long earliestEnd(List<Term> terms, long from) {
    return terms.stream()
        .mapToLong(term -> Math.max(term.start(), from) + term.ttl())
        .min()
        .orElseThrow();
  }

  /** When its messages are back at the latest: at once after a release, soon after a lapse. */
  long backBy(Duration lapse) {
    return isReleased ? possibleUntil : possibleUntil + lapse.toNanos();
  }

  /** Whether the message is surely held all the time from {@code start} to {@code end}. */
  boolean surelyHolds(long start, long end) {
    return claim.end() <= start && end < sureUntil;
  }
}
