// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Statements.Result;
import zaqar.encryption.Undecryptable;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * Takes messages out of a queue for good: at most once each, whatever happens to the answer
 * (contract 5).
 */
final class Pops {
  private static final int ROUNDS = 4;

  private final AvailableMessages head;
  private final MessageStore store;
  private final Statements statements;

  Pops(AvailableMessages head, MessageStore store, Statements statements) {
    this.head = head;
    this.store = store;
    this.statements = statements;
  }

  /**
   * Up to {@code count} of the oldest available messages, now deleted. Bodies are read first, so
   * that nothing that was deleted can fail to be answered any more. Who loses all of them to others
   * looks again; who wins some is content, so that nothing else can go wrong with those. What
   * cannot be decrypted stays, and is looked past.
   *
   * @throws Undecryptable if nothing else is there
   * @throws IllegalStateException if messages may be gone of which nobody will be told
   */
  List<Message> pop(QueueKey queue, int count) {
    int unreadable = 0;
    for (int round = 1; ; round++) {
      Candidates candidates = head.find(queue, count + unreadable, AvailableMessages.ANSWER_ROOM);
      try {
        List<Message> readable = store.loadReadable(candidates.place(), candidates.messages());
        List<Message> wanted = readable.subList(0, Math.min(count, readable.size()));
        List<Message> won = delete(candidates.place(), wanted);
        Map<MessageId, Instant> gone = new HashMap<>();
        won.forEach(message -> gone.put(message.id(), Instant.MAX));
        head.settle(candidates, gone, others(candidates.messages(), wanted));
        boolean isEmpty = candidates.messages().isEmpty() && !candidates.isIncomplete();
        unreadable = candidates.messages().size() - readable.size();
        if (won.isEmpty() && unreadable > 0 && round == ROUNDS) {
          throw new Undecryptable("no other message than such that cannot be decrypted");
        }
        if (!won.isEmpty() || isEmpty || round == ROUNDS) {
          return won;
        }
      } finally {
        head.leave(candidates);
      }
    }
  }

  private static Set<MessageId> others(List<Message> all, List<Message> some) {
    Set<MessageId> others = all.stream().map(Message::id).collect(Collectors.toSet());
    some.forEach(message -> others.remove(message.id()));
    return others;
  }

  /**
   * Deletes what is still as it was read, so that no attempt which comes late can delete what was
   * claimed or released in between. Who loses a message to a claim or another pop is told nothing
   * of it.
   */
  private List<Message> delete(QueueInPool queue, List<Message> candidates) {
    String delete =
        "DELETE FROM "
            + Statements.table(queue)
            + " WHERE p = ? AND i = ? AND u = ? RETURNING ALL OLD *";
    List<BatchStatementRequest> deletes =
        candidates.stream()
            .map(
                message ->
                    Statements.statement(
                        delete,
                        MessageTable.messages(queue, message.id().shard()),
                        Attributes.ulid(message.id().ulid()),
                        Attributes.number(message.claimedUntil().toEpochMilli())))
            .toList();
    List<Result> outcomes = deletes.isEmpty() ? List.of() : statements.run(deletes);
    List<Message> won = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (isGone(outcomes.get(i))) {
        won.add(candidates.get(i));
      }
    }
    if (won.isEmpty()) {
      Statements.requireNoFailure(outcomes);
    }
    return won;
  }

  /** Whether this very delete took the message away. */
  private static boolean isGone(Result outcome) {
    return switch (outcome) {
      case Result.Done done -> {
        if (done.item().isEmpty() && done.perhapsAgain()) {
          throw new IllegalStateException("a message is gone, and nobody knows who took it");
        }
        yield !done.item().isEmpty() || isLost();
      }
      case Result.Unknown unknown -> throw new IllegalStateException(unknown.reason());
      case Result.Refused refused -> isLost();
      case Result.Failed failed -> {
        Meter.current().warn("a message could not be deleted", failed.reason());
        yield false;
      }
    };
  }

  private static boolean isLost() {
    Meter.current().lostRace();
    return false;
  }
}
