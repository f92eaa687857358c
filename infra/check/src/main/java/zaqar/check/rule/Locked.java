// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import zaqar.check.rule.Violation.Kind;

/**
 * A claim or pop that got less than it asked for, while a message was surely available all the
 * time. Nothing is said of one that had competition, or that came while a claim may have held
 * anything without telling.
 */
final class Locked implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    List<Availability> inOrder = Availability.all(facts, facts.tolerance().lapse());
    Availability longest = null;
    int next = 0;
    for (Act.Take take : unhindered(facts)) {
      while (next < inOrder.size() && inOrder.get(next).from() < take.start()) {
        Availability other = inOrder.get(next++);
        longest = longest == null || other.until() > longest.until() ? other : longest;
      }
      if (longest != null && longest.until() > take.end() && isShort(take, facts.tolerance())) {
        report(longest, take, violations);
      }
    }
  }

  private static boolean isShort(Act.Take take, Tolerance tolerance) {
    int got = take.messages().size();
    return take.event().succeeded() && got < (tolerance.fullClaims() ? take.limit() : 1);
  }

  /** Claims and pops that no other met, in the order of their starts. */
  private static List<Act.Take> unhindered(Facts facts) {
    List<Act.Take> takes = facts.of(Act.Take.class);
    List<Act.Take> unhindered = new ArrayList<>();
    long othersUntil = Long.MIN_VALUE;
    for (int i = 0; i < takes.size(); i++) {
      Act.Take take = takes.get(i);
      Act.@Nullable Take next = i + 1 < takes.size() ? takes.get(i + 1) : null;
      if (othersUntil < take.start() && (next == null || take.end() < next.start())) {
        unhindered.add(take);
      }
      othersUntil = Math.max(othersUntil, Times.latest(take, facts.tolerance()));
    }
    return unhindered.stream()
        .filter(take -> !facts.holds().mayBeBlind(take.start(), take.end()))
        .toList();
  }

  private static void report(Availability there, Act.Take take, Consumer<Violation> violations) {
    Life life = there.life();
    Act.@Nullable Claim before =
        life.holds().stream()
            .map(Hold::claim)
            .filter(claim -> claim.end() < take.start())
            .max(Comparator.comparingLong(Act::end))
            .orElse(null);
    violations.accept(
        Rule.violation(
            Kind.LOCKED,
            String.format(
                Locale.ROOT,
                "%s was available since %s, and who asked for %d messages got %d",
                life,
                Times.text(there.from()),
                take.limit(),
                take.messages().size()),
            life.post(),
            before,
            take));
  }
}
