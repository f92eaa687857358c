// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/** One token under two ids, two tokens under one id, or a message that was popped twice. */
final class Doubled implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Life life : facts.lives().all()) {
      if (life.ids().size() > 1) {
        violations.accept(
            Rule.violation(Kind.DOUBLED, life + " has two ids", array(life.ids().values())));
      }
      List<Act.Delivery> pops =
          life.deliveries().stream().filter(Act.Pop.class::isInstance).toList();
      if (pops.size() > 1) {
        violations.accept(Rule.violation(Kind.DOUBLED, life + " was popped twice", array(pops)));
      }
    }
    for (String id : facts.lives().sharedIds()) {
      Collection<Life> lives = facts.lives().called(id);
      List<Act> tellers = lives.stream().map(life -> life.ids().get(id)).toList();
      violations.accept(
          Rule.violation(Kind.DOUBLED, "two messages share the id " + id, array(tellers)));
    }
  }

  private static Act[] array(Collection<? extends Act> acts) {
    return acts.toArray(Act[]::new);
  }
}
