// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** What stands for names and values in the expressions of one request. */
public final class Placeholders {
  private static final Pattern NAME = Pattern.compile("#[0-9a-zA-Z_]+");
  private static final Pattern VALUE = Pattern.compile(":[0-9a-zA-Z_]+");

  private final @Nullable Map<String, String> names;
  private final @Nullable Map<String, Value> values;
  private final Set<String> unusedNames = new LinkedHashSet<>();
  private final Set<String> unusedValues = new LinkedHashSet<>();

  /**
   * Takes what the request has; null is what it does not have.
   *
   * @throws Refusal if a placeholder is none
   */
  public Placeholders(@Nullable Map<String, String> names, @Nullable Map<String, Value> values) {
    this.names = names;
    this.values = values;
    if (names != null) {
      check("ExpressionAttributeNames", names.keySet(), NAME);
      unusedNames.addAll(names.keySet());
    }
    if (values != null) {
      check("ExpressionAttributeValues", values.keySet(), VALUE);
      unusedValues.addAll(values.keySet());
    }
  }

  private static void check(String what, Set<String> keys, Pattern pattern) {
    if (keys.isEmpty()) {
      throw Refusal.invalid(what + " must not be empty");
    }
    for (String key : keys) {
      if (!pattern.matcher(key).matches()) {
        throw Refusal.invalid(what + " contains invalid key: Syntax error; key: \"" + key + "\"");
      }
    }
  }

  /** The attribute's name, or null if there is none. */
  @Nullable String name(String alias) {
    unusedNames.remove(alias);
    return names == null ? null : names.get(alias);
  }

  /** The value, or null if there is none. */
  @Nullable Value value(String name) {
    unusedValues.remove(name);
    return values == null ? null : values.get(name);
  }

  /**
   * Sees that the expressions have used all of them.
   *
   * @throws Refusal if not
   */
  public void requireUsed() {
    requireNone("ExpressionAttributeNames", unusedNames);
    requireNone("ExpressionAttributeValues", unusedValues);
  }

  private static void requireNone(String what, Set<String> unused) {
    if (!unused.isEmpty()) {
      throw Refusal.invalid(
          "Value provided in "
              + what
              + " unused in expressions: keys: {"
              + (String.join(", ", unused) + "}"));
    }
  }
}
