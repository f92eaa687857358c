// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.claims.MessageMoveStore.MoveResult;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.messages.DeadLetter;
import zaqar.messages.Message;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.Queues;
import zaqar.queues.ReservedMetadata.DeadLetters;

/** Moves messages that were claimed too often to another queue of the project. */
final class DeadLetterStore {
  private final Queues queues;
  private final MessageMoveStore moves;

  DeadLetterStore(Queues queues, MessageMoveStore moves) {
    this.queues = queues;
    this.moves = moves;
  }

  /**
   * What became of messages that were to be moved. Those that are neither moved nor stuck somebody
   * else has taken, or their lives are about to end.
   *
   * @param stuck those that the store could not move, or may not have
   */
  record Moves(Set<MessageId> moved, Set<MessageId> stuck) {}

  /**
   * Moves messages that nobody holds. They keep their count, and say where they were. One that is
   * about to end is left to its end, since the move could land when that is over. Whatever keeps
   * messages from moving is left to a later claim, with a warning: it must not keep the others in
   * their queue from being claimed.
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
      Meter.current().warn("a dead letter could not be moved", failure);
      return new Moves(
          Set.of(), lasting.stream().map(Message::id).collect(Collectors.toUnmodifiableSet()));
    }
  }

  private Moves moveAll(
      QueueInPool queue, List<Message> messages, DeadLetters deadLetters, TimeBounds now) {
    QueueKey letters = queue.queue().sibling(deadLetters.queue());
    List<MoveResult> outcomes =
        moves.move(
            queue,
            messages,
            letters,
            queues.createdForLetters(letters),
            message -> terms(queue.queue(), message, deadLetters),
            now);
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

  private static MessageMoveStore.Terms terms(
      QueueKey from, Message message, DeadLetters deadLetters) {
    Duration ttl = deadLetters.ttl().orElse(message.ttl());
    DeadLetter letter = new DeadLetter(from.name(), message.claimCount(), message.ttl());
    return new MessageMoveStore.Terms(ttl, message.claimCount(), Optional.of(letter));
  }
}
