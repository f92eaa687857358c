// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zaqar.local.failure.CannotStart;

/**
 * A statement of a policy.
 *
 * @param allows whether it allows what it is about, or denies it
 * @param actions such as {@code dynamodb:Query}, perhaps with {@code *} and {@code ?} in them
 * @param resources ARNs, likewise
 * @param required of the keys of a call's context, which values it must have one of
 */
public record Statement(
    boolean allows,
    List<String> actions,
    List<String> resources,
    Map<String, List<String>> required) {
  /** Keeps copies. */
  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    required = Map.copyOf(required);
  }

  /** Reads a statement, in which nothing may be that cannot be judged here. */
  static Statement from(Section statement) {
    statement.only("Sid", "Effect", "Action", "Resource", "Condition");
    Section equal = statement.section("Condition").only("StringEquals").section("StringEquals");
    Map<String, List<String>> required = new LinkedHashMap<>();
    equal.keys().forEach(key -> required.put(key, equal.texts(key)));
    return new Statement(
        allows(statement), statement.texts("Action"), statement.texts("Resource"), required);
  }

  private static boolean allows(Section statement) {
    return switch (statement.text("Effect")) {
      case "Allow" -> true;
      case "Deny" -> false;
      default -> throw new CannotStart(statement.place() + ": Effect must be Allow or Deny");
    };
  }
}
