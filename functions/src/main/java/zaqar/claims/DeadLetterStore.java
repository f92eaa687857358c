package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.encryption.DataKey;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageItems;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;
import zaqar.queues.ReservedMetadata.DeadLetters;
import zaqar.settings.Settings;

/** Moves messages that were claimed too often to another queue of the project. */
final class DeadLetterStore {
  private static final Set<String> LOST = Set.of("ConditionalCheckFailed", "TransactionConflict");

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStates states;
  private final Queues queues;
  private final MessageStore store;
  private final MessageIds ids;
  private final Parallel parallel;

  DeadLetterStore(
      Platform platform, QueueStates states, Queues queues, MessageStore store, MessageIds ids) {
    this.store = store;
    this.queues = queues;
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    this.states = states;
    this.ids = ids;
    parallel = platform.parallel();
  }

  /**
   * Moves messages, each in a transaction of its own that puts it there and deletes it here, so
   * that it is never in both places or neither. It gets a fresh id, in the order given, is
   * available at once, and keeps its author, its request and the time it was posted. Only a message
   * that nobody holds is moved; who loses it to a claim moves nothing. It is encrypted anew if it
   * was before, or if the other queue asks for that.
   *
   * @param messages with their bodies
   * @return those that were moved
   */
  Set<MessageId> moveIfFree(
      QueueInPool queue, List<Message> messages, DeadLetters deadLetters, Instant now) {
    QueueKey letters = queue.queue().sibling(deadLetters.queue());
    QueueState state = created(letters);
    QueueInPool target = state.place(letters);
    messages.stream()
        .map(message -> QueueState.life(deadLetters.ttl().orElse(message.ttl()), Duration.ZERO))
        .max(Duration::compareTo)
        .ifPresent(life -> states.allow(letters, state, life));
    boolean encryptsAll = state.reserved().encrypts();
    Optional<DataKey> key =
        store.key(encryptsAll || messages.stream().anyMatch(DeadLetterStore::wasEncrypted));
    Iterator<Ulid> fresh = ids.next(messages.size(), Ulid.MIN).iterator();
    List<Supplier<Optional<MessageId>>> moves = new ArrayList<>();
    for (Message message : messages) {
      MessageId id = new MessageId(fresh.next(), state.shardOf(message.author()));
      Duration ttl = deadLetters.ttl().orElse(message.ttl());
      Optional<DataKey> its = key.filter(any -> encryptsAll || wasEncrypted(message));
      MessageItems.Items items = MessageItems.write(target, letter(message, id, ttl), its, now);
      moves.add(() -> move(queue, message.id(), target, items, now));
    }
    Set<MessageId> moved = new HashSet<>();
    parallel.all(moves).forEach(id -> id.ifPresent(moved::add));
    return moved;
  }

  /** The state of a queue, which is created if need be: only then is it known where it is. */
  private QueueState created(QueueKey queue) {
    QueueState state = states.read(queue);
    if (state.listed()) {
      return state;
    }
    queues.createForLetters(queue);
    return states.read(queue);
  }

  private static boolean wasEncrypted(Message message) {
    return Objects.requireNonNull(message.stored()).isEncrypted();
  }

  private static MessageItems.NewMessage letter(Message message, MessageId id, Duration ttl) {
    return new MessageItems.NewMessage(
        id,
        message.author(),
        Optional.ofNullable(message.request()),
        message.created(),
        ttl,
        Instant.EPOCH,
        message.claimCount(),
        Objects.requireNonNull(message.body()));
  }

  private Optional<MessageId> move(
      QueueInPool queue, MessageId id, QueueInPool target, MessageItems.Items items, Instant now) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(delete(queue, id, now));
    writes.add(put(target, items.message()));
    if (items.body() != null) {
      writes.add(put(target, items.body()));
    }
    try {
      dynamoDb
          .once()
          .transactWriteItems(
              r ->
                  r.transactItems(writes)
                      .overrideConfiguration(c -> c.apiCallTimeout(settings.writeDeadline())));
      return Optional.of(id);
    } catch (TransactionCanceledException cancelled) {
      if (isLost(cancelled)) {
        Meter.current().lostRace();
        return Optional.empty();
      }
      throw cancelled;
    }
  }

  private static boolean isLost(TransactionCanceledException cancelled) {
    return cancelled.cancellationReasons().stream()
        .anyMatch(reason -> LOST.contains(Objects.requireNonNullElse(reason.code(), "")));
  }

  private static TransactWriteItem delete(QueueInPool queue, MessageId id, Instant now) {
    return TransactWriteItem.builder()
        .delete(
            d ->
                d.tableName(queue.table())
                    .key(MessageTable.message(queue, id.shard(), id.ulid()))
                    .conditionExpression("attribute_exists(p) AND u <= :now")
                    .expressionAttributeValues(
                        Map.of(":now", Attributes.number(now.toEpochMilli()))))
        .build();
  }

  private static TransactWriteItem put(QueueInPool queue, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(p -> p.tableName(queue.table()).item(item)).build();
  }
}
