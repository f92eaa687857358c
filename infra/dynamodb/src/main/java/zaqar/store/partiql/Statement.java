// SPDX-License-Identifier: Apache-2.0
package zaqar.store.partiql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Path;
import zaqar.store.expression.Update;
import zaqar.store.value.Value;

/** A statement, with its parameters in their places. */
public sealed interface Statement {
  /** The table that it is about. */
  String table();

  /**
   * Reads items.
   *
   * @param paths what it wants of them, nothing for everything
   * @param isDescending whether the last ones come first
   */
  record Select(
      String table,
      Optional<String> index,
      List<Path> paths,
      Optional<Condition> condition,
      boolean isDescending)
      implements Statement {}

  /** Puts an item where there is none. */
  record Insert(String table, Map<String, Value> item) implements Statement {}

  /**
   * Changes an item that is there.
   *
   * @param returning as ReturnValues has it
   */
  record Change(String table, Update update, Condition condition, Optional<String> returning)
      implements Statement {}

  /**
   * Takes an item away, if it is there.
   *
   * @param returning as ReturnValues has it
   */
  record Delete(String table, Condition condition, Optional<String> returning)
      implements Statement {}

  /** Sees in a transaction that an item is there for which a condition holds. */
  record Exists(String table, Condition condition) implements Statement {}
}
