// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/**
 * A message that was taken while a claim surely held it, or shown to a reader who asked for free
 * ones. Of two claims, each surely holds the message from its answer to the earliest end it can
 * have had: if these times meet, neither claim can have come before the other.
 */
final class ClaimedWhileClaimed implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Life life : facts.lives().all()) {
      if (!life.holds().isEmpty()) {
        checkClaims(life, violations);
        checkOthers(life, violations);
      }
    }
  }

  private static void checkClaims(Life life, Consumer<Violation> violations) {
    List<Hold> holds =
        life.holds().stream()
            .filter(hold -> !life.isOver(hold.claim().start()))
            .filter(hold -> hold.claim().end() < hold.sureUntil())
            .sorted(Comparator.comparingLong(hold -> hold.claim().end()))
            .toList();
    Hold longest = null;
    for (Hold hold : holds) {
      if (longest != null && hold.claim().end() < longest.sureUntil()) {
        report(life, longest, hold.claim(), " was claimed while it was claimed", violations);
      }
      longest = longest == null || hold.sureUntil() > longest.sureUntil() ? hold : longest;
    }
  }

  private static void checkOthers(Life life, Consumer<Violation> violations) {
    for (Act.Delivery delivery : life.deliveries()) {
      for (Hold hold : life.holds()) {
        if (delivery instanceof Act.Pop && isPoppedUnder(hold, delivery)) {
          report(life, hold, delivery, " was popped while it was claimed", violations);
        }
        if (delivery instanceof Act.Page page
            && !page.filter().includeClaimed()
            && !life.isOver(page.start())
            && hold.surelyHolds(page.start(), page.end())) {
          report(life, hold, delivery, " was shown as free while it was claimed", violations);
        }
      }
    }
  }

  /** A claim that began before a pop was over came first, as nothing is claimed after its pop. */
  private static boolean isPoppedUnder(Hold hold, Act pop) {
    return hold.claim().start() < pop.end() && pop.end() < hold.sureUntil();
  }

  private static void report(
      Life life, Hold hold, Act taker, String what, Consumer<Violation> violations) {
    violations.accept(
        Rule.violation(
            Kind.CLAIMED_WHILE_CLAIMED,
            life + what + " until " + Times.text(hold.sureUntil()) + " at least",
            hold.claim(),
            taker));
  }
}
