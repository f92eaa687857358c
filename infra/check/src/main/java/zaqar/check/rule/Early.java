// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/** A message that was delivered to one who does not get delayed ones, before its delay was over. */
final class Early implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Life life : facts.lives().all()) {
      long delay = facts.delays().sure(life);
      Act.Post post = life.post();
      if (post != null && delay > 0) {
        long over = post.start() + delay - facts.tolerance().tick().toNanos();
        life.deliveries().stream()
            .filter(delivery -> delivery.end() < over && hidesDelayed(delivery))
            .findFirst()
            .ifPresent(
                delivery ->
                    violations.accept(
                        Rule.violation(
                            Kind.EARLY,
                            life + " is delayed until " + Times.text(over) + " at least",
                            post,
                            delivery)));
      }
    }
  }

  private static boolean hidesDelayed(Act.Delivery delivery) {
    return delivery instanceof Act.Take
        || (delivery instanceof Act.Page page && !page.filter().includeDelayed());
  }
}
