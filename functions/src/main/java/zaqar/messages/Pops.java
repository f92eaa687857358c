package zaqar.messages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Statements;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * Takes messages out of a queue for good: at most once each, whatever happens to the answer
 * (contract 5).
 */
final class Pops {
  private static final int ROUNDS = 4;

  private final Heads heads;
  private final MessageStore store;
  private final Statements statements;

  Pops(Heads heads, MessageStore store, Statements statements) {
    this.heads = heads;
    this.store = store;
    this.statements = statements;
  }

  /**
   * Up to {@code count} of the oldest available messages, now deleted. Bodies are read first, so
   * that nothing that was deleted can fail to be answered any more.
   */
  List<Message> pop(QueueKey queue, int count) {
    List<Message> popped = new ArrayList<>();
    long room = Heads.ANSWER_ROOM;
    for (int round = 0; round < ROUNDS && popped.size() < count; round++) {
      try (Head head = heads.find(queue, count - popped.size(), room)) {
        List<Message> won =
            delete(queue, store.load(queue, head.candidates()), head.now().earliest());
        popped.addAll(won);
        room -= won.stream().mapToLong(Message::bodyLength).sum();
        Map<MessageId, Instant> gone = new HashMap<>();
        won.forEach(message -> gone.put(message.id(), Instant.MAX));
        head.settle(gone);
        if (won.size() == head.candidates().size() && !head.isCrowded()) {
          break;
        }
      } catch (RuntimeException failure) {
        if (popped.isEmpty()) {
          throw failure;
        }
        break;
      }
    }
    return popped;
  }

  /**
   * Deletes what nobody holds; who loses a message to a claim or another pop is told nothing of it.
   */
  private List<Message> delete(QueueKey queue, List<Message> candidates, Instant now) {
    String delete =
        "DELETE FROM "
            + statements.table()
            + " WHERE p = ? AND i = ? AND u <= ? RETURNING ALL OLD *";
    List<BatchStatementRequest> deletes =
        candidates.stream()
            .map(
                message ->
                    Statements.statement(
                        delete,
                        MessageTable.messages(queue, message.id().shard()),
                        Attributes.ulid(message.id().ulid()),
                        Attributes.number(now.toEpochMilli())))
            .toList();
    List<Statements.Outcome> outcomes = deletes.isEmpty() ? List.of() : statements.run(deletes);
    List<Message> won = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Statements.Outcome.Done done && !done.item().isEmpty()) {
        won.add(candidates.get(i));
      }
    }
    if (won.isEmpty()) {
      Statements.requireNoFailure(outcomes);
    }
    return won;
  }
}
