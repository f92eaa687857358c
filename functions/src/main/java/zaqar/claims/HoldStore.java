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
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Statements.Outcome;
import zaqar.messages.Message;
import zaqar.messages.MessageItems;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;

/**
 * Claims' hold on messages: one conditional write for each message, all of a request's in one call.
 * A message whose body is apart has {@code y} set as well, which is why the statements come in
 * pairs.
 */
final class HoldStore {
  private static final String NOT_TAKEN = "a message could not be taken";

  private final Statements statements;

  HoldStore(Statements statements) {
    this.statements = statements;
  }

  /**
   * Takes messages that are still as they were read, free or lapsed: so nothing is shortened or
   * revived, and no attempt that comes late takes what was released in between. Whoever is refused
   * has lost them to a faster claim. A refusal because of this very claim is a win whose answer was
   * lost. What the store failed to do counts as lost if anything was won.
   *
   * @param counted whether this delivery counts toward the queue's claim limit
   * @return the messages won, as they are now
   */
  List<Message> take(
      QueueInPool queue,
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
              millis(message.claimedUntil()),
              Attributes.number(message.expiry().getEpochSecond())));
      updates.add(
          statement(
              queue,
              extending(message)
                  + " SET c = ? SET n = n + ? WHERE p = ? AND i = ? AND u = ? AND x = ? RETURNING ALL NEW *",
              values));
    }
    List<Outcome> outcomes = run(updates, now);
    List<Message> won = held(outcomes, claim, now.earliest());
    if (won.isEmpty()) {
      Statements.requireNoFailure(outcomes);
    }
    return won;
  }

  /**
   * Renews messages that the claim holds; one that lapsed or was deleted meanwhile is not its own
   * any more.
   *
   * @return whether any was renewed
   * @throws IllegalStateException if one may not have been, for which the store is to blame
   */
  boolean renew(QueueInPool queue, ClaimId claim, Terms terms, List<Message> messages, Moment now) {
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
              queue,
              extending(message)
                  + " WHERE p = ? AND i = ? AND c = ? AND u > ? AND x = ? RETURNING ALL NEW *",
              values));
    }
    List<Outcome> outcomes = run(updates, now);
    Statements.requireNoFailure(outcomes);
    return !held(outcomes, claim, now.earliest()).isEmpty();
  }

  /**
   * Frees whatever of these messages carries the claim's id; the others are not its own, or not any
   * more. What it leaves in {@code u} tells a message from what it was before it was claimed.
   */
  void release(QueueInPool queue, ClaimId claim, List<MessageId> ids, Instant now) {
    List<BatchStatementRequest> updates = new ArrayList<>();
    for (MessageId id : ids) {
      updates.add(
          statement(
              queue,
              "UPDATE %s SET u = ? REMOVE c WHERE p = ? AND i = ? AND c = ?",
              List.of(
                  Attributes.number(-now.toEpochMilli()),
                  partition(queue, id),
                  Attributes.ulid(id.ulid()),
                  Attributes.ulid(claim.ulid()))));
    }
    Statements.requireNoFailure(updates.isEmpty() ? List.of() : statements.run(updates));
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

  private static BatchStatementRequest statement(
      QueueInPool queue, String text, List<AttributeValue> values) {
    return Statements.statement(
        text.formatted(Statements.table(queue)), values.toArray(AttributeValue[]::new));
  }

  private List<Outcome> run(List<BatchStatementRequest> updates, Moment decided) {
    return updates.isEmpty() ? List.of() : statements.run(updates, decided);
  }

  private static List<Message> held(List<Outcome> outcomes, ClaimId claim, Instant now) {
    List<Message> held = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Done done -> held.add(MessageItems.read(done.item()));
        case Outcome.Refused refused ->
            refused
                .standing()
                .map(MessageItems::read)
                .filter(message -> message.isHeldBy(claim, now))
                .ifPresentOrElse(held::add, Meter.current()::lostRace);
        case Outcome.Failed failed -> Meter.current().warn(NOT_TAKEN, failed.reason());
        case Outcome.Unknown unknown -> Meter.current().warn(NOT_TAKEN, unknown.reason());
      }
    }
    return held;
  }

  private static AttributeValue partition(QueueInPool queue, MessageId id) {
    return MessageTable.messages(queue, id.shard());
  }

  private static AttributeValue millis(Instant instant) {
    return Attributes.number(instant.toEpochMilli());
  }
}
