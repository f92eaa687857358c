package zaqar.queues;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
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

  /**
   * Makes both changes or none.
   *
   * @param listed with the condition for both
   * @param stateUpdate update expression for the state
   * @return false if the condition did not hold
   */
  boolean commit(
      QueueKey queue,
      TransactWriteItem listed,
      String stateUpdate,
      Map<String, AttributeValue> values) {
    TransactWriteItem state =
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression(stateUpdate)
                        .expressionAttributeValues(values))
            .build();
    states.forget(queue);
    try {
      return commit(listed, state);
    } finally {
      states.forget(queue);
    }
  }

  private boolean commit(TransactWriteItem listed, TransactWriteItem state) {
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.client().transactWriteItems(r -> r.transactItems(listed, state));
        return true;
      } catch (TransactionCanceledException cancelled) {
        if (has(cancelled, "ConditionalCheckFailed")) {
          return false;
        }
        if (attempt == ATTEMPTS || !has(cancelled, "TransactionConflict")) {
          throw cancelled;
        }
        pause.sleepAbout(COLLISION_PAUSE.multipliedBy(attempt), random);
      }
    }
  }

  private static boolean has(TransactionCanceledException cancelled, String code) {
    return cancelled.cancellationReasons().stream()
        .anyMatch(reason -> Objects.equals(reason.code(), code));
  }
}
