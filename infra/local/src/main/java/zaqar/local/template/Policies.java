// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zaqar.local.failure.CannotStart;

/**
 * What functions may do: the statements of their own policies and of managed ones that they name.
 *
 * @param managed the documents of the template's managed policies, by logical name
 */
record Policies(Map<String, Section> managed) {
  static final String TYPE = "AWS::IAM::ManagedPolicy";

  Policies {
    managed = Map.copyOf(managed);
  }

  /** The statements of a function's resolved properties. */
  List<Statement> of(String function, Section properties) {
    for (String unknown : List.of("Role", "PermissionsBoundary")) {
      if (properties.keys().contains(unknown)) {
        throw new CannotStart(
            "template.yaml: the local runtime does not know the " + unknown + " of " + function);
      }
    }
    return properties.list("Policies").stream()
        .flatMap(policy -> statements(function, policy))
        .toList();
  }

  private Stream<Statement> statements(String function, @Nullable Object policy) {
    String place = "template.yaml: " + function + ": Policies";
    Section document =
        policy instanceof Map<?, ?> ? Section.of(place, policy) : managed.get("" + policy);
    if (document == null) {
      throw new CannotStart(place + ": the local runtime does not know the policy " + policy);
    }
    return document.only("Version", "Statement").sections("Statement").stream()
        .map(Statement::from);
  }
}
