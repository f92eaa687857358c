// SPDX-License-Identifier: Apache-2.0
package zaqar.store.partiql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Operand;
import zaqar.store.table.KeySchema;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/**
 * The condition of a statement, in two: what the keys must be, and the rest.
 *
 * @param keys as far as they are said to be equal to something
 */
public record Where(Map<String, Value> keys, Optional<Condition> rest) {
  /** Takes a condition apart. */
  public static Where of(Condition condition, KeySchema schema) {
    Map<String, Value> keys = new LinkedHashMap<>();
    return new Where(keys, Optional.ofNullable(rest(condition, schema, keys)));
  }

  private static @Nullable Condition rest(
      Condition condition, KeySchema schema, Map<String, Value> keys) {
    if (condition instanceof Condition.And and) {
      Condition first = rest(and.first(), schema, keys);
      Condition second = rest(and.second(), schema, keys);
      if (first == null || second == null) {
        return first == null ? second : first;
      }
      return new Condition.And(first, second);
    }
    if (condition instanceof Condition.Comparison comparison
        && comparison.comparator() == Condition.Comparator.EQUAL
        && comparison.first() instanceof Operand.At at
        && comparison.second() instanceof Operand.Constant constant
        && at.path().isAttribute()
        && schema.has(at.path().attribute())
        && keys.putIfAbsent(at.path().attribute(), constant.value()) == null) {
      return null;
    }
    return condition;
  }

  /**
   * The key of one item.
   *
   * @throws Refusal if more than one can be meant
   */
  public Map<String, Value> key(KeySchema schema) {
    if (schema.parts().stream().anyMatch(part -> !keys.containsKey(part.name()))) {
      throw Refusal.invalid(
          "Where clause does not contain a mandatory equality on all key attributes");
    }
    return keys;
  }
}
