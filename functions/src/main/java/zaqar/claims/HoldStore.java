package zaqar.claims;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Moment;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Statements.Outcome;
import zaqar.messages.Message;
import zaqar.messages.MessageItems;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * Claims' hold on messages: one conditional write for each message, all of a request's in one call.
 * A message whose body is apart has {@code y} set as well, which is why the statements come in
 * pairs.
 */
final class HoldStore {
  private final Statements statements;

  HoldStore(Statements statements) {
    this.statements = statements;
  }

  /**
   * Takes messages that are free or lapsed and still end when they did as they were read, so that
   * nothing is shortened or revived; whoever is refused has lost them to a faster claim. A refusal
   * because of this very claim is a win whose answer was lost. What the store failed to do counts
   * as lost if anything was won.
   *
   * @param counted whether this delivery counts toward the queue's claim limit
   * @return the messages won, as they are now
   */
  List<Message> take(
      QueueKey queue,
      ClaimId claim,
      Terms terms,
      List<Message> candidates,
      boolean counted,
      Moment now) {
    List<BatchStatementRequest> updates = new ArrayList<>();
    for (Message message : candidates) {
      List<AttributeValue> values = extension(terms, message, now.latest());
      values.addAll(
          List.of(
              Attributes.ulid(claim.ulid()),
              Attributes.number(counted ? 1 : 0),
              partition(queue, message.id()),
              Attributes.ulid(message.id().ulid()),
              millis(now.earliest()),
              Attributes.number(message.expiry().getEpochSecond())));
      updates.add(
          statement(
              extending(message)
                  + " SET c = ? SET n = n + ? WHERE p = ? AND i = ? AND u <= ? AND x = ? RETURNING ALL NEW *",
              values));
    }
    return held(updates, claim, now.earliest());
  }

  /**
   * Renews messages that the claim holds; one that lapsed or was deleted meanwhile is not its own
   * any more.
   */
  List<Message> renew(
      QueueKey queue, ClaimId claim, Terms terms, List<Message> messages, Moment now) {
    List<BatchStatementRequest> updates = new ArrayList<>();
    for (Message message : messages) {
      List<AttributeValue> values = extension(terms, message, now.latest());
      values.addAll(
          List.of(
              partition(queue, message.id()),
              Attributes.ulid(message.id().ulid()),
              Attributes.ulid(claim.ulid()),
              millis(now.earliest()),
              Attributes.number(message.expiry().getEpochSecond())));
      updates.add(
          statement(
              extending(message)
                  + " WHERE p = ? AND i = ? AND c = ? AND u > ? AND x = ? RETURNING ALL NEW *",
              values));
    }
    return held(updates, claim, now.earliest());
  }

  /**
   * Frees whatever of these messages carries the claim's id; the others are not its own, or not any
   * more.
   */
  void release(QueueKey queue, ClaimId claim, List<MessageId> ids) {
    List<BatchStatementRequest> updates = new ArrayList<>();
    for (MessageId id : ids) {
      updates.add(
          statement(
              "UPDATE %s SET u = ? REMOVE c WHERE p = ? AND i = ? AND c = ?",
              List.of(
                  Attributes.number(0),
                  partition(queue, id),
                  Attributes.ulid(id.ulid()),
                  Attributes.ulid(claim.ulid()))));
    }
    if (!updates.isEmpty()) {
      Statements.requireNoFailure(statements.run(updates));
    }
  }

  private static String extending(Message message) {
    return message.bodyExpiry() == null
        ? "UPDATE %s SET u = ? SET x = ? SET t = ?"
        : "UPDATE %s SET u = ? SET x = ? SET t = ? SET y = ?";
  }

  private static List<AttributeValue> extension(Terms terms, Message message, Instant now) {
    List<AttributeValue> values = new ArrayList<>();
    values.add(millis(terms.end(now)));
    values.add(Attributes.number(terms.expiry(message, now).getEpochSecond()));
    values.add(Attributes.number(terms.shownTtl(message, now).toSeconds()));
    Optional.ofNullable(terms.bodyExpiry(message, now))
        .ifPresent(expiry -> values.add(Attributes.number(expiry.getEpochSecond())));
    return values;
  }

  private BatchStatementRequest statement(String text, List<AttributeValue> values) {
    return Statements.statement(
        text.formatted(statements.table()), values.toArray(AttributeValue[]::new));
  }

  private List<Message> held(List<BatchStatementRequest> updates, ClaimId claim, Instant now) {
    List<Outcome> outcomes = updates.isEmpty() ? List.of() : statements.run(updates);
    List<Message> held = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Done done -> held.add(MessageItems.read(done.item()));
        case Outcome.Refused refused ->
            refused
                .standing()
                .map(MessageItems::read)
                .filter(message -> message.isHeldBy(claim, now))
                .ifPresent(held::add);
        case Outcome.Failed failed -> {}
      }
    }
    if (held.isEmpty()) {
      Statements.requireNoFailure(outcomes);
    }
    return held;
  }

  private static AttributeValue partition(QueueKey queue, MessageId id) {
    return MessageTable.messages(queue, id.shard());
  }

  private static AttributeValue millis(Instant instant) {
    return Attributes.number(instant.toEpochMilli());
  }
}
