// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Map;
import java.util.Optional;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Update;
import zaqar.store.value.Value;

/**
 * One write of one item.
 *
 * @param item the whole item of a put, the key of anything else
 * @param returnsStanding whether a refusal says what stands there
 */
public record Action(
    String table,
    Map<String, Value> item,
    Kind kind,
    Optional<Condition> condition,
    boolean returnsStanding) {
  /** What a write does. */
  public sealed interface Kind {
    /** Puts or replaces the item. */
    record Put() implements Kind {}

    /** Takes it away. */
    record Delete() implements Kind {}

    /** Changes it, or makes it. */
    record Change(Update update) implements Kind {}

    /** Sees whether the condition holds, for a transaction. */
    record Check() implements Kind {}
  }
}
