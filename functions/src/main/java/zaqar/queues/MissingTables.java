package zaqar.queues;

import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import zaqar.dynamodb.Attributes;
import zaqar.names.QueueKey;

/**
 * What becomes of a request on a queue whose table does not exist. The state of a deleted queue
 * names the table of its last pool for weeks, and an operator may delete that meanwhile: then
 * nothing is left of the queue, and the state forgets the pool. So may what this process remembers
 * of a queue that is somewhere else by now. Either way the request begins anew, which is safe:
 * nothing was done to a table that does not exist. A queue that is listed has lost its messages;
 * that is the operator's to mend, and the log names the table.
 */
public final class MissingTables {
  private final QueueStateStore states;

  /** Reads states, and changes them, by way of {@code states}. */
  public MissingTables(QueueStateStore states) {
    this.states = states;
  }

  /**
   * Does some work on a queue, and if a table is missing, once again.
   *
   * @throws IllegalStateException if a table is missing all the same; it names the queue's
   */
  public <T> T around(QueueKey queue, Supplier<T> work) {
    try {
      return work.get();
    } catch (ResourceNotFoundException lost) {
      QueueState state = states.read(queue);
      if (!state.listed() && !state.pool().isDefault()) {
        forgetPool(queue, state.pool());
      }
      return again(work, state.pool());
    }
  }

  private static <T> T again(Supplier<T> work, PoolTable pool) {
    try {
      return work.get();
    } catch (ResourceNotFoundException lost) {
      throw new IllegalStateException(
          "a table is missing: the queue's is " + pool.table() + ", of pool " + pool.pool(), lost);
    }
  }

  /** Holds while the queue is still deleted; the loser finds what it has become. */
  private void forgetPool(QueueKey queue, PoolTable pool) {
    states.change(
        queue,
        "REMOVE pool_name, message_table",
        "listed = :no AND message_table = :table",
        Map.of(":no", AttributeValue.fromBool(false), ":table", Attributes.text(pool.table())));
  }
}
