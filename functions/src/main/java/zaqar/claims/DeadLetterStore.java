// SPDX-License-Identifier: Apache-2.0
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
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.dynamodb.Transactions;
import zaqar.encryption.DataKey;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageItems;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;
import zaqar.queues.ReservedMetadata.DeadLetters;
import zaqar.settings.Settings;

/** Moves messages that were claimed too often to another queue of the project. */
final class DeadLetterStore {
  private static final String NOT_MOVED = "a dead letter could not be moved";

  private final Platform platform;
  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStateStore states;
  private final Queues queues;
  private final MessageStore store;
  private final MessageIds ids;
  private final Parallel parallel;

  DeadLetterStore(
      Platform platform,
      QueueStateStore states,
      Queues queues,
      MessageStore store,
      MessageIds ids) {
    this.store = store;
    this.queues = queues;
    this.platform = platform;
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    this.states = states;
    this.ids = ids;
    parallel = platform.parallel();
  }

  /**
   * What became of messages that were to be moved. Those that are neither moved nor stuck somebody
   * else has taken, or their lives are about to end.
   *
   * @param stuck those that the store could not move, or may not have
   */
  record Moves(Set<MessageId> moved, Set<MessageId> stuck) {}

  /**
   * Moves messages, each in a transaction of its own that puts it there and deletes it here, so
   * that it is never in both places or neither. It gets a fresh id, in the order given, is
   * available at once, and keeps its author, its request, its hops and the time it was posted. Only
   * a message that nobody holds is moved; who loses it to a claim moves nothing. One that is about
   * to end is left to its end, since the move could land when that is over. It is encrypted anew if
   * it was before, or if the other queue asks for that. A failure to move messages is a warning and
   * is left to a later claim: it must not keep the other messages from being claimed.
   *
   * @param messages with their bodies
   */
  Moves moveIfFree(
      QueueInPool queue, List<Message> messages, DeadLetters deadLetters, TimeBounds now) {
    List<Message> lasting =
        messages.stream().filter(message -> message.outlastsWrites(now.latest())).toList();
    try {
      return moveAll(queue, lasting, deadLetters, now);
    } catch (RuntimeException failure) {
      Meter.current().warn(NOT_MOVED, failure);
      return new Moves(
          Set.of(), lasting.stream().map(Message::id).collect(Collectors.toUnmodifiableSet()));
    }
  }

  private Moves moveAll(
      QueueInPool queue, List<Message> messages, DeadLetters deadLetters, TimeBounds now) {
    QueueKey letters = queue.queue().sibling(deadLetters.queue());
    QueueState state = created(letters);
    QueueInPool target = state.place(letters);
    messages.stream()
        .map(message -> QueueState.lifespan(deadLetters.ttl().orElse(message.ttl()), Duration.ZERO))
        .max(Duration::compareTo)
        .ifPresent(longest -> states.allow(letters, state, longest));
    boolean encryptsAll = state.reserved().encrypts();
    Optional<DataKey> key =
        store.key(encryptsAll || messages.stream().anyMatch(DeadLetterStore::wasEncrypted));
    Iterator<Ulid> fresh = ids.next(messages.size(), Ulid.MIN).iterator();
    List<Supplier<MoveResult>> moves = new ArrayList<>();
    for (Message message : messages) {
      MessageId id = new MessageId(fresh.next(), state.shardOf(message.author()));
      Duration ttl = deadLetters.ttl().orElse(message.ttl());
      Optional<DataKey> its = key.filter(any -> encryptsAll || wasEncrypted(message));
      MessageItems.Items items =
          MessageItems.write(target, letter(message, id, ttl), its, now.earliest());
      moves.add(() -> move(queue, message, target, items, now));
    }
    List<MoveResult> outcomes = parallel.map(moves, Supplier::get);
    Moves all = new Moves(new HashSet<>(), new HashSet<>());
    for (int i = 0; i < outcomes.size(); i++) {
      MessageId id = messages.get(i).id();
      switch (outcomes.get(i)) {
        case MOVED -> all.moved().add(id);
        case STUCK -> all.stuck().add(id);
        case LOST -> Meter.current().lostRace();
      }
    }
    return all;
  }

  private enum MoveResult {
    MOVED,
    /** Somebody else has taken it. */
    LOST,
    /** The store could not move it, or may not have. */
    STUCK
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
        message.hops(),
        message.created(),
        ttl,
        Instant.EPOCH,
        message.claimCount(),
        Objects.requireNonNull(message.body()));
  }

  private MoveResult move(
      QueueInPool queue,
      Message message,
      QueueInPool target,
      MessageItems.Items items,
      TimeBounds now) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(delete(queue, message));
    writes.add(put(target, items.message()));
    if (items.body() != null) {
      writes.add(put(target, items.body()));
    }
    if (!platform.isInTime(now)) {
      Meter.current().warn(NOT_MOVED, "too late");
      return MoveResult.STUCK;
    }
    try {
      dynamoDb
          .once()
          .transactWriteItems(
              r ->
                  r.transactItems(writes)
                      .overrideConfiguration(c -> c.apiCallTimeout(settings.writeDeadline())));
      return MoveResult.MOVED;
    } catch (SdkException failure) {
      if (failure instanceof TransactionCanceledException cancelled
          && !Transactions.refused(cancelled).isEmpty()) {
        return MoveResult.LOST;
      }
      Meter.current().warn(NOT_MOVED, failure);
      return MoveResult.STUCK;
    }
  }

  /** Holds only while the message is as it was read, free: who loses it moves nothing. */
  private static TransactWriteItem delete(QueueInPool queue, Message message) {
    MessageId id = message.id();
    return TransactWriteItem.builder()
        .delete(
            d ->
                d.tableName(queue.table())
                    .key(MessageTable.message(queue, id.shard(), id.ulid()))
                    .conditionExpression("u = :claimed AND x = :expiry")
                    .expressionAttributeValues(
                        Map.of(
                            ":claimed", Attributes.number(message.claimedUntil().toEpochMilli()),
                            ":expiry", Attributes.number(message.expiry().getEpochSecond()))))
        .build();
  }

  private static TransactWriteItem put(QueueInPool queue, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(p -> p.tableName(queue.table()).item(item)).build();
  }
}
