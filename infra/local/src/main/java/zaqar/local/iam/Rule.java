// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.List;
import zaqar.local.template.Statement;

/** A statement of a policy, ready to be held against what is asked. */
record Rule(Statement statement, List<Wildcard> actions, List<Wildcard> resources) {
  Rule {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
  }

  static Rule of(Statement statement) {
    return new Rule(
        statement,
        statement.actions().stream().map(Wildcard::inAnyCase).toList(),
        statement.resources().stream().map(Wildcard::of).toList());
  }

  /** Whether the statement is about this. */
  boolean covers(Asked asked) {
    return actions.stream().anyMatch(action -> action.matches(asked.action()))
        && resources.stream().anyMatch(resource -> resource.matches(asked.resource()))
        && statement.required().entrySet().stream()
            .allMatch(
                key -> key.getValue().contains(asked.context().getOrDefault(key.getKey(), "")));
  }
}
