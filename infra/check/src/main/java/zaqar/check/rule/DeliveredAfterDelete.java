// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/**
 * A message in an answer to a request that began after the message was surely gone. A second pop of
 * it is told as a doubled one.
 */
final class DeliveredAfterDelete implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Life life : facts.lives().all()) {
      Act remover = life.remover();
      if (remover != null) {
        life.deliveries().stream()
            .filter(delivery -> delivery.start() > remover.end())
            .filter(delivery -> !(delivery instanceof Act.Pop && remover instanceof Act.Pop))
            .findFirst()
            .ifPresent(
                delivery ->
                    violations.accept(
                        Rule.violation(
                            Kind.DELIVERED_AFTER_DELETE,
                            life + " was delivered after it was gone",
                            remover,
                            delivery)));
      }
    }
  }
}
