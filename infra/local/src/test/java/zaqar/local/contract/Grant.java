// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.util.Set;
import java.util.stream.Stream;
import zaqar.local.iam.Witness.Deed;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.Statement;

/** One action on one kind of resource that a policy allows a function. */
record Grant(String function, String action, String resource) {
  /** What a function is allowed, one by one. */
  static Stream<Grant> of(FunctionResource function) {
    return function.statements().stream()
        .filter(Statement::allows)
        .flatMap(
            statement ->
                statement.actions().stream()
                    .flatMap(
                        action ->
                            statement.resources().stream()
                                .map(resource -> new Grant(function.name(), action, resource))));
  }

  /** Whether one of these needed it. */
  boolean isUsed(Set<Deed> deeds) {
    return deeds.stream()
        .anyMatch(deed -> deed.function().equals(function) && deed.isOf(action, resource));
  }
}
