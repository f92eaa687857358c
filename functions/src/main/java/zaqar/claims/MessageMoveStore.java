// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.dynamodb.Transactions;
import zaqar.encryption.DataKey;
import zaqar.messages.AvailableMessages;
import zaqar.messages.DeadLetter;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageItems;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStateStore;

/**
 * Moves messages to another queue of their project, each in a transaction of its own that puts it
 * there and deletes it here, so that it is never in both places or neither. It gets a fresh id, in
 * the order given, is available at once, and keeps its author, its request, its hops and the time
 * it was posted. It is encrypted anew if it was before, or if the other queue asks for that.
 */
record MessageMoveStore(
    Platform platform,
    QueueStateStore states,
    MessageStore store,
    AvailableMessages available,
    MessageIds ids) {
  private static final String NOT_MOVED = "a message could not be moved";

  /**
   * What a message has in the other queue.
   *
   * @param claimCount how often it counts as claimed
   * @param letter where it was, if it becomes a dead letter
   */
  record Terms(Duration ttl, long claimCount, Optional<DeadLetter> letter) {}

  /**
   * What became of messages that were to be moved. Those that are neither moved nor stuck somebody
   * else has taken.
   *
   * @param stuck those that the store could not move, or may not have
   */
  record Moves(Set<MessageId> moved, Set<MessageId> stuck) {}

  /**
   * Moves messages that are as they were read, free; who loses one to a claim moves nothing. Four
   * write units each, and two for each more that it is long; a read for the whole if keys are
   * needed.
   *
   * @param messages with their bodies, all of which outlast writes
   * @param state of the queue that they go to, which exists
   */
  Moves move(
      QueueInPool from,
      List<Message> messages,
      QueueKey to,
      QueueState state,
      Function<Message, Terms> terms,
      TimeBounds now) {
    QueueInPool target = state.place(to);
    messages.stream()
        .map(message -> QueueState.lifespan(terms.apply(message).ttl(), Duration.ZERO))
        .max(Duration::compareTo)
        .ifPresent(longest -> states.allow(to, state, longest));
    boolean encryptsAll = state.reserved().encrypts();
    Optional<DataKey> key =
        store.key(encryptsAll || messages.stream().anyMatch(MessageMoveStore::wasEncrypted));
    Iterator<Ulid> fresh = ids.next(messages.size(), Ulid.MIN).iterator();
    Moves moves = new Moves(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    List<Runnable> calls = new ArrayList<>();
    for (Message message : messages) {
      MessageId id = new MessageId(fresh.next(), state.shardOf(message.author()));
      Terms its = terms.apply(message);
      MessageItems.Items items =
          MessageItems.write(
              target,
              new MessageItems.NewMessage(
                  id,
                  message.author(),
                  Optional.ofNullable(message.request()),
                  message.hops(),
                  message.created(),
                  its.ttl(),
                  Instant.EPOCH,
                  its.claimCount(),
                  Objects.requireNonNull(message.body()),
                  its.letter()),
              key.filter(any -> encryptsAll || wasEncrypted(message)),
              now.earliest());
      List<TransactWriteItem> writes = new ArrayList<>();
      // Holds only while the message is as it was read, free: who loses it moves nothing.
      writes.add(
          Transactions.deleteIf(
              from.table(),
              MessageTable.message(from, message.id()),
              "u = :claimed AND x = :expiry",
              Map.of(
                  ":claimed", Attributes.number(message.claimedUntil().toEpochMilli()),
                  ":expiry", Attributes.number(message.expiry().getEpochSecond()))));
      writes.add(Transactions.put(target.table(), items.message()));
      if (items.body() != null) {
        writes.add(Transactions.put(target.table(), items.body()));
      }
      calls.add(() -> move(message, writes, to, id, now, moves));
    }
    platform.parallel().each(calls, Runnable::run);
    return moves;
  }

  private static boolean wasEncrypted(Message message) {
    return Objects.requireNonNull(message.stored()).isEncrypted();
  }

  private void move(
      Message message,
      List<TransactWriteItem> writes,
      QueueKey to,
      MessageId id,
      TimeBounds now,
      Moves moves) {
    if (!platform.isInTime(now)) {
      Meter.current().warn(NOT_MOVED, "too late");
      moves.stuck().add(message.id());
      return;
    }
    try {
      Duration timeout = platform.settings().writeDeadline();
      platform
          .dynamoDb()
          .once()
          .transactWriteItems(
              r -> r.transactItems(writes).overrideConfiguration(c -> c.apiCallTimeout(timeout)));
      moves.moved().add(message.id());
    } catch (SdkException failure) {
      if (failure instanceof TransactionCanceledException cancelled
          && !Transactions.refused(cancelled).isEmpty()) {
        Meter.current().lostRace();
        return;
      }
      Meter.current().warn(NOT_MOVED, failure);
      if (!(failure instanceof TransactionCanceledException || DynamoDb.isThrottling(failure))) {
        announce(to, id, now);
      }
      moves.stuck().add(message.id());
    }
  }

  /**
   * A move that may land late could land before the cursor of its new queue, where no claim would
   * find it: one looks there when it has landed, if it does.
   */
  private void announce(QueueKey queue, MessageId id, TimeBounds now) {
    try {
      available.announce(queue, List.of(id), now.latest().plus(TimeBounds.UNDER_WAY));
    } catch (RuntimeException alsoFailed) {
      Meter.current().warn(NOT_MOVED, alsoFailed);
    }
  }
}
