// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import zaqar.dynamodb.Attributes;
import zaqar.names.QueueKey;

/**
 * Repeats a request on a queue whose table does not exist. The state of a deleted queue names the
 * table of its last pool for weeks, and an operator may delete that table meanwhile. Then nothing
 * is left of the queue, and the state forgets the pool. This process may also remember an old table
 * of a queue. In both cases repeating is safe: nothing was done to a table that does not exist. A
 * listed queue has lost its messages; the operator has to mend that, and the log names the table.
 */
public record MissingTables(QueueStateStore states) {
  /**
   * Does some work on a queue, and if a table is missing, once again.
   *
   * @throws IllegalStateException if a table is missing all the same; it names the queue's
   */
  public <T> T around(QueueKey queue, Supplier<T> work) {
    PoolTable pool;
    try {
      return work.get();
    } catch (ResourceNotFoundException lost) {
      QueueState state = states.read(queue);
      pool = state.pool();
      if (!state.listed() && !pool.isDefault()) {
        // Holds while the queue is still deleted; the loser finds what it has become.
        states.change(
            queue,
            "REMOVE pool_name, message_table",
            "listed = :no AND message_table = :table",
            Map.of(":no", AttributeValue.fromBool(false), ":table", Attributes.text(pool.table())));
      }
    }
    try {
      return work.get();
    } catch (ResourceNotFoundException lost) {
      throw new IllegalStateException(
          "a table is missing: the queue's is " + pool.table() + ", of pool " + pool.pool(), lost);
    }
  }
}
