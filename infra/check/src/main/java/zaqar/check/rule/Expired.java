// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
    for (Term term : terms(facts, life)) {
      if (term.start() <= over) {
        over = Math.max(over, term.until() + facts.longestGrace());
      }
    }
    return over;
  }

  /** When a claim that may hold it began, and ended at the latest. */
  private record Term(long start, long until) {}

  /** In the order of their starts: a claim that began when it was over made nothing last. */
  private static List<Term> terms(Facts facts, Life life) {
    Stream<Term> told =
        life.holds().stream().map(hold -> new Term(hold.claim().start(), hold.possibleUntil()));
    Stream<Term> untold =
        facts.holds().untold().stream()
            .filter(it -> it.messages() > 0)
            .map(it -> new Term(it.claim().start(), it.until()));
    return Stream.concat(told, untold).sorted(Comparator.comparingLong(Term::start)).toList();
  }
}
