package zaqar.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Pause;
import zaqar.dynamodb.Platform;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * Changes a queue as listed together with its state. Collisions with other changes are tried again.
 */
final class QueueTransactions {
  private static final int ATTEMPTS = 8;
  private static final Duration COLLISION_PAUSE = Duration.ofMillis(25);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStates states;
  private final Pause pause;
  private final RandomGenerator random;

  QueueTransactions(Platform platform, QueueStates states) {
    this.states = states;
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    pause = platform.pause();
    random = platform.random();
  }

  /** What became of a change. */
  enum Outcome {
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
  Outcome commit(
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

  private Outcome commit(List<TransactWriteItem> writes) {
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.client().transactWriteItems(r -> r.transactItems(writes));
        return Outcome.DONE;
      } catch (TransactionCanceledException cancelled) {
        if (isReason(cancelled, 0, "ConditionalCheckFailed")) {
          return Outcome.QUEUE_DIFFERS;
        }
        if (isReason(cancelled, 1, "ConditionalCheckFailed")) {
          return Outcome.STATE_DIFFERS;
        }
        if (isAnyReason(cancelled, "ConditionalCheckFailed")) {
          return Outcome.POOL_DIFFERS;
        }
        if (attempt == ATTEMPTS || !isConflict(cancelled)) {
          throw cancelled;
        }
        pause.sleepAbout(COLLISION_PAUSE.multipliedBy(attempt), random);
      }
    }
  }

  private static boolean isConflict(TransactionCanceledException cancelled) {
    return isAnyReason(cancelled, "TransactionConflict");
  }

  private static boolean isAnyReason(TransactionCanceledException cancelled, String code) {
    return cancelled.cancellationReasons().stream()
        .anyMatch(reason -> Objects.equals(reason.code(), code));
  }

  private static boolean isReason(TransactionCanceledException cancelled, int item, String code) {
    return Objects.equals(cancelled.cancellationReasons().get(item).code(), code);
  }
}
