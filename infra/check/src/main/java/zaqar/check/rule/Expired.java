// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/**
 * A message that was delivered when its ttl was over, and no claim can have made it last: a claim
 * lets what it holds live until its grace is over.
 */
final class Expired implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Life life : facts.lives().all()) {
      Act.Post post = life.post();
      if (post != null) {
        long over = over(facts, life, post);
        life.deliveries().stream()
            .filter(delivery -> delivery.start() > over)
            .findFirst()
            .ifPresent(
                delivery ->
                    violations.accept(
                        Rule.violation(
                            Kind.EXPIRED,
                            life + " expired at " + Times.text(over) + " at the latest",
                            post,
                            delivery)));
      }
    }
  }

  /** When it is over at the latest. Services may count in whole seconds, and round them up. */
  private static long over(Facts facts, Life life, Act.Post post) {
    long over =
        Times.latest(post, facts.tolerance())
            + facts.delays().possible(life)
            + post.drafts().get(life.index()).ttl()
            + facts.tolerance().lapse().toNanos()
            + Times.SECOND;
    for (Hold hold : life.holds()) {
      over = Math.max(over, hold.possibleUntil() + facts.longestGrace());
    }
    for (Holds.Untold untold : facts.holds().untold()) {
      if (untold.messages() > 0 && untold.claim().start() <= over) {
        over = Math.max(over, untold.until() + facts.longestGrace());
      }
    }
    return over;
  }
}
