// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import zaqar.local.template.Statement;

/**
 * What one function may ask of AWS: what a statement allows, and none denies. A call runs in its
 * function's role, and so does every thread that is started for it.
 */
public final class Role {
  private static final InheritableThreadLocal<@Nullable Role> CALLING =
      new InheritableThreadLocal<>();

  private final String function;
  private final List<Rule> allowing;
  private final List<Rule> denying;

  /** The role of a function with these statements. */
  public Role(String function, List<Statement> statements) {
    this.function = function;
    allowing = rules(statements, true);
    denying = rules(statements, false);
  }

  private static List<Rule> rules(List<Statement> statements, boolean allow) {
    return statements.stream().filter(each -> each.allows() == allow).map(Rule::of).toList();
  }

  /** Whose role this is. */
  public String function() {
    return function;
  }

  /** Whether the function may do this. */
  public boolean allows(Asked asked) {
    return allowing.stream().anyMatch(rule -> rule.covers(asked))
        && denying.stream().noneMatch(rule -> rule.covers(asked));
  }

  /** Makes a call of the function. */
  public <R extends @Nullable Object> R run(Supplier<R> call) {
    Role before = CALLING.get();
    CALLING.set(this);
    try {
      return call.get();
    } finally {
      CALLING.set(before);
    }
  }

  /** In whose role this thread runs; empty where it is no function's. */
  public static Optional<Role> calling() {
    return Optional.ofNullable(CALLING.get());
  }
}
