// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Transactions;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/** Changes a queue as listed together with its state. */
final class QueueTransactions {
  private final Transactions transactions;
  private final Settings settings;
  private final QueueStates states;

  QueueTransactions(Platform platform, QueueStates states) {
    this.states = states;
    transactions = new Transactions(platform);
    settings = platform.settings();
  }

  /** What became of a change. */
  enum CommitResult {
    DONE,
    /** The condition on the queue as listed does not hold. */
    QUEUE_DIFFERS,
    /** The condition on the state does not hold: somebody else has changed it. */
    STATE_DIFFERS,
    /** The pool that was chosen takes no queues any more. */
    POOL_DIFFERS
  }

  /**
   * A change of a state.
   *
   * @param condition null if it fits every state
   */
  record StateUpdate(
      String update, @Nullable String condition, Map<String, AttributeValue> values) {}

  /**
   * Makes all changes or none.
   *
   * @param ofPool changes of what the pool knows of its queues
   */
  CommitResult commit(
      QueueKey queue,
      TransactWriteItem listed,
      StateUpdate update,
      List<TransactWriteItem> ofPool) {
    TransactWriteItem state =
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression(update.update())
                        .conditionExpression(update.condition())
                        .expressionAttributeValues(update.values()))
            .build();
    states.forget(queue);
    try {
      List<TransactWriteItem> all = new ArrayList<>(List.of(listed, state));
      all.addAll(ofPool);
      return commit(all);
    } finally {
      states.forget(queue);
    }
  }

  private CommitResult commit(List<TransactWriteItem> writes) {
    Set<Integer> refused = transactions.commit(writes);
    if (refused.isEmpty()) {
      return CommitResult.DONE;
    }
    if (refused.contains(0)) {
      return CommitResult.QUEUE_DIFFERS;
    }
    return refused.contains(1) ? CommitResult.STATE_DIFFERS : CommitResult.POOL_DIFFERS;
  }
}
