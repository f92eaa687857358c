package zaqar.messages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
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

  /** Up to {@code count} of the oldest available messages, now deleted. */
  List<Message> pop(QueueKey queue, int count) {
    List<Message> popped = new ArrayList<>();
    int spread = 1;
    for (int round = 0; round < ROUNDS && popped.size() < count; round++) {
      try (Head head = heads.find(queue, count - popped.size(), spread)) {
        List<Message> won = delete(queue, head);
        popped.addAll(store.load(queue, won));
        Map<MessageId, Instant> gone = new HashMap<>();
        won.forEach(message -> gone.put(message.id(), Instant.MAX));
        head.leaveHint(gone);
        if (won.size() == head.candidates().size() && !head.isCrowded()) {
          break;
        }
        spread *= 2;
      }
    }
    return popped;
  }

  private List<Message> delete(QueueKey queue, Head head) {
    AttributeValue now = Attributes.number(head.now().toEpochMilli());
    // Only what nobody holds is popped; who loses a message to a claim or another pop is told
    // nothing of it.
    List<BatchStatementRequest> deletes =
        head.candidates().stream()
            .map(
                message ->
                    Statements.statement(
                        "DELETE FROM " + statements.table() + " WHERE p = ? AND i = ? AND u <= ?",
                        MessageTable.messages(queue, message.id().shard()),
                        Attributes.ulid(message.id().ulid()),
                        now))
            .toList();
    List<Statements.Outcome> outcomes = deletes.isEmpty() ? List.of() : statements.run(deletes);
    List<Message> won = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Statements.Outcome.Done) {
        won.add(head.candidates().get(i));
      }
    }
    return won;
  }
}
