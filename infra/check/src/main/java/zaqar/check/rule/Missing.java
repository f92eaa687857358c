// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import zaqar.check.rule.Violation.Kind;

/**
 * Acknowledged messages that were not shown where they had to be. One that nobody sees any more is
 * lost, once, whoever missed it. One that may have been removed must stay away once it was absent.
 *
 * <p>A pop without an answer may have removed any message, but no more than it asked for: messages
 * that only such pops can explain are lost if there are too many of them, and then all are named.
 */
final class Missing implements Rule {
  private static final int MOST_NAMED = 20;

  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    Set<Life> named = new LinkedHashSet<>();
    Set<Life> popped = new LinkedHashSet<>();
    for (Absence absence : facts.absences()) {
      Life life = absence.life();
      if (absence.isLoss()) {
        if (named.add(life)) {
          violations.accept(violation(Kind.LOST, absence, " is gone, and nobody removed it"));
        }
      } else if (absence.isReturn()) {
        if (named.add(life)) {
          violations.accept(
              violation(Kind.DELIVERED_AFTER_DELETE, absence, " came back after it was gone"));
        }
      } else if (absence.isExcusedByPopsAlone() && absence.isFresh()) {
        popped.add(life);
      } else if (!absence.isExcused() && !facts.lost().contains(life)) {
        boolean isByMarker = absence.proof() instanceof Act.Page;
        violations.accept(
            isByMarker
                ? violation(Kind.MISSED, absence, " was missed by " + absence.who())
                : violation(Kind.LOST, absence, " was there, and not found by its id"));
      }
    }
    checkPops(facts, popped, violations);
  }

  private static Violation violation(Kind kind, Absence absence, String what) {
    Life life = absence.life();
    return Rule.violation(kind, life + what, life.post(), absence.proof(), life.last());
  }

  private static void checkPops(Facts facts, Set<Life> popped, Consumer<Violation> violations) {
    List<Act.Pop> pops = facts.removals().blindPops();
    int most = pops.stream().mapToInt(Act.Pop::limit).sum();
    if (popped.size() > most) {
      String names =
          popped.stream().limit(MOST_NAMED).map(Life::token).collect(Collectors.joining(", "));
      violations.accept(
          new Violation(
              Kind.LOST,
              String.format(
                  Locale.ROOT,
                  "%d messages are gone, and pops without answer can have taken %d of them: %s",
                  popped.size(),
                  most,
                  names),
              pops.stream().map(Act::event).toList()));
    }
  }
}
