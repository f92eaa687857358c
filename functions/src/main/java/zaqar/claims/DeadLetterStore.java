package zaqar.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageItems;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.queues.ReservedMetadata.DeadLetters;
import zaqar.settings.Settings;

/** Moves messages that were claimed too often to another queue of the project. */
final class DeadLetterStore {
  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStates states;
  private final MessageIds ids;

  DeadLetterStore(Platform platform, QueueStates states, MessageIds ids) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    this.states = states;
    this.ids = ids;
  }

  /**
   * Puts the message there and deletes it here in one transaction, so that it is never in both
   * places or neither. It gets a fresh id, is available at once, and keeps its author and the time
   * it was posted. Only a message that nobody holds is moved; who loses it to a claim moves
   * nothing.
   *
   * @return whether it was moved
   */
  boolean moveIfFree(QueueKey queue, Message message, DeadLetters deadLetters, Instant now) {
    QueueKey target = queue.sibling(deadLetters.queue());
    QueueState state = states.read(target);
    Duration ttl = deadLetters.ttl().orElse(message.ttl());
    MessageId id = new MessageId(ids.next(), state.shardOf(message.author()));
    MessageItems.Items items =
        MessageItems.write(
            target,
            new MessageItems.NewMessage(
                id,
                message.author(),
                message.created(),
                ttl,
                Instant.EPOCH,
                message.claimCount(),
                Objects.requireNonNull(message.body())),
            now);
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(delete(queue, message.id(), now));
    writes.add(put(items.message()));
    if (items.body() != null) {
      writes.add(put(items.body()));
    }
    try {
      dynamoDb.client().transactWriteItems(r -> r.transactItems(writes));
      return true;
    } catch (TransactionCanceledException lost) {
      return false;
    }
  }

  private TransactWriteItem delete(QueueKey queue, MessageId id, Instant now) {
    return TransactWriteItem.builder()
        .delete(
            d ->
                d.tableName(settings.messageTable())
                    .key(MessageTable.message(queue, id.shard(), id.ulid()))
                    .conditionExpression("attribute_exists(p) AND u <= :now")
                    .expressionAttributeValues(
                        Map.of(":now", Attributes.number(now.toEpochMilli()))))
        .build();
  }

  private TransactWriteItem put(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(p -> p.tableName(settings.messageTable()).item(item))
        .build();
  }
}
