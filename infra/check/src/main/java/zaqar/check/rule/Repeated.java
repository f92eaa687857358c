// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import zaqar.check.rule.Violation.Kind;

/** A message that one session delivered twice under one id. */
final class Repeated implements Rule {
  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    for (Session session : facts.sessions()) {
      Map<Act.Shown, Act.Page> delivered = new HashMap<>();
      for (Act.Page page : session.pages()) {
        for (Act.Shown shown : page.messages()) {
          Act.Page before = delivered.put(shown, page);
          if (before != null) {
            violations.accept(
                Rule.violation(
                    Kind.REPEATED,
                    facts.lives().life(shown) + " came twice to " + session.who(),
                    before,
                    page));
          }
        }
      }
    }
  }
}
