// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Statements.Result;
import zaqar.dynamodb.TimeBounds;
import zaqar.messages.Message;
import zaqar.messages.MessageItems;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;

/**
 * The messages that claims hold: one conditional write for each message, all of a request's in one
 * call. A message whose body is apart has {@code y} set as well, which is why the statements come
 * in pairs.
 */
record ClaimedMessageStore(Platform platform) {
  /**
   * How long a claim lasts, and how long the messages it holds must outlast it.
   *
   * @param grace added to the life of messages that would end before the claim (contract 6.1)
   */
  record ClaimTerms(Duration ttl, Duration grace) {
    private static final Duration CLOSE = Duration.ofDays(1);

    /** When a claim that begins now ends. */
    Instant end(Instant now) {
      return now.plus(ttl);
    }

    /**
     * Whether a message would end while claimed, and so is given more life. One that is about to
     * end is given none: the write could land when it is over, and bring it back.
     */
    boolean extend(Message message, Instant now) {
      return message.expiry().isBefore(end(now)) && message.outlastsWrites(now);
    }

    /** A message's expiry under this claim. */
    Instant expiry(Message message, Instant now) {
      return extend(message, now) ? MessageItems.ceiling(end(now).plus(grace)) : message.expiry();
    }

    /** How long after the times in their ids the last of these messages ends under this claim. */
    Duration lifespan(List<Message> messages, Instant now) {
      return messages.stream()
          .map(m -> Duration.between(Instant.ofEpochMilli(m.id().ulid().getTime()), expiry(m, now)))
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    /** The ttl that a message shows under this claim. */
    Duration shownTtl(Message message, Instant now) {
      return extend(message, now) ? ttl.plus(grace) : message.ttl();
    }

    /**
     * When the item of a body that is apart must go at the earliest: as before, unless the
     * extension comes too close to that. Null if the body is not apart.
     */
    @Nullable Instant bodyExpiry(Message message, Instant now) {
      Instant before = message.bodyExpiry();
      Instant expiry = expiry(message, now);
      boolean isClose = before != null && expiry.isAfter(before.minus(CLOSE));
      return isClose ? expiry.plus(MessageItems.BODY_MARGIN) : before;
    }
  }

  /**
   * What became of an attempt to take messages.
   *
   * @param won as they are now
   * @param doubtful those of which it is not known
   */
  record Taken(List<Message> won, List<MessageId> doubtful) {}

  /**
   * Takes messages that are still as they were read, free or lapsed: so nothing is shortened or
   * revived, and no attempt that comes late takes what was released in between. A refusal means
   * that a faster claim has taken the message. A refusal because of this very claim is a win whose
   * answer was lost.
   *
   * @param counted whether this delivery counts toward the queue's claim limit
   */
  Taken take(
      QueueInPool queue,
      ClaimId claim,
      ClaimTerms terms,
      List<Message> candidates,
      boolean counted,
      TimeBounds now) {
    AttributeValue holder = Attributes.ulid(claim.ulid());
    AttributeValue count = Attributes.number(counted ? 1 : 0);
    List<BatchStatementRequest> updates =
        candidates.stream()
            .map(
                message ->
                    extend(
                        queue,
                        message,
                        terms,
                        now.latest(),
                        " SET c = ? SET n = n + ? WHERE p = ? AND i = ? AND u = ? AND x = ?",
                        holder,
                        count,
                        MessageTable.messages(queue, message.id().shard()),
                        Attributes.ulid(message.id().ulid()),
                        millis(message.claimedUntil()),
                        Attributes.number(message.expiry().getEpochSecond())))
            .toList();
    List<Message> won = new ArrayList<>();
    List<MessageId> doubtful = new ArrayList<>();
    List<Result> outcomes = new Statements(platform).run(updates, now);
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case Result.Done done -> won.add(MessageItems.read(done.item()));
        case Result.Refused refused ->
            refused
                .standing()
                .map(MessageItems::read)
                .filter(message -> message.isHeldBy(claim, now.earliest()))
                .ifPresentOrElse(won::add, Meter.current()::lostRace);
        case Result.Failed failed -> doubtful.add(doubt(candidates.get(i), failed.reason()));
        case Result.Unknown unknown -> doubtful.add(doubt(candidates.get(i), unknown.reason()));
      }
    }
    return new Taken(won, doubtful);
  }

  private static MessageId doubt(Message message, String reason) {
    Meter.current().warn("a message could not be taken", reason);
    return message.id();
  }

  /** What became of an attempt to renew a claim. */
  enum Renewal {
    /** It holds some messages, and all of these are renewed. */
    DONE,
    /** It holds no message any more. */
    GONE,
    /** Another renewal came first; what it has done has to be read before this one goes on. */
    OVERTAKEN
  }

  /**
   * Renews messages that are still as they were read, held by the claim: of two renewals, the later
   * one has read what the earlier one did, and no attempt that comes late shortens what was renewed
   * since. One that lapsed or was deleted meanwhile is not the claim's own any more.
   *
   * @throws IllegalStateException if one may not have been renewed, for which the store is to blame
   */
  Renewal renew(
      QueueInPool queue, ClaimId claim, ClaimTerms terms, List<Message> messages, TimeBounds now) {
    List<BatchStatementRequest> updates =
        messages.stream()
            .map(
                message ->
                    extend(
                        queue,
                        message,
                        terms,
                        now.latest(),
                        " WHERE p = ? AND i = ? AND c = ? AND u = ? AND x = ?",
                        MessageTable.messages(queue, message.id().shard()),
                        Attributes.ulid(message.id().ulid()),
                        Attributes.ulid(claim.ulid()),
                        millis(message.claimedUntil()),
                        Attributes.number(message.expiry().getEpochSecond())))
            .toList();
    List<Result> outcomes = new Statements(platform).run(updates, now);
    Statements.requireNoFailure(outcomes);
    boolean isRenewed = false;
    for (Result outcome : outcomes) {
      Optional<Message> other = standing(outcome).filter(m -> m.isHeldBy(claim, now.earliest()));
      boolean isOwn =
          other.filter(m -> m.claimedUntil().equals(terms.end(now.latest()))).isPresent();
      if (other.isPresent() && !isOwn) {
        return Renewal.OVERTAKEN;
      }
      isRenewed |= isOwn || outcome instanceof Result.Done;
    }
    return isRenewed ? Renewal.DONE : Renewal.GONE;
  }

  private static Optional<Message> standing(Result outcome) {
    return outcome instanceof Result.Refused refused
        ? refused.standing().map(MessageItems::read)
        : Optional.empty();
  }

  /**
   * Frees whatever of these messages carries the claim's id; the others are not its own, or not any
   * more. What it leaves in {@code u} tells a message from what it was before it was claimed.
   *
   * @return those that exist, which an earlier attempt may have freed
   */
  List<MessageId> release(QueueInPool queue, ClaimId claim, List<MessageId> ids, Instant now) {
    String update =
        "UPDATE " + Statements.table(queue) + " SET u = ? REMOVE c WHERE p = ? AND i = ? AND c = ?";
    List<BatchStatementRequest> updates =
        ids.stream()
            .map(
                id ->
                    Statements.statement(
                        update,
                        Attributes.number(-now.toEpochMilli()),
                        MessageTable.messages(queue, id.shard()),
                        Attributes.ulid(id.ulid()),
                        Attributes.ulid(claim.ulid())))
            .toList();
    List<Result> outcomes = new Statements(platform).run(updates);
    Statements.requireNoFailure(outcomes);
    return IntStream.range(0, ids.size())
        .filter(
            i -> outcomes.get(i) instanceof Result.Done || standing(outcomes.get(i)).isPresent())
        .mapToObj(ids::get)
        .toList();
  }

  /**
   * Gives a message the life that it has under a claim.
   *
   * @param more what else is changed, and on which condition
   * @param itsValues values of that
   */
  private static BatchStatementRequest extend(
      QueueInPool queue,
      Message message,
      ClaimTerms terms,
      Instant now,
      String more,
      AttributeValue... itsValues) {
    List<AttributeValue> values = new ArrayList<>();
    values.add(millis(terms.end(now)));
    values.add(Attributes.number(terms.expiry(message, now).getEpochSecond()));
    values.add(Attributes.number(terms.shownTtl(message, now).toSeconds()));
    Instant bodyExpiry = terms.bodyExpiry(message, now);
    if (bodyExpiry != null) {
      values.add(Attributes.number(bodyExpiry.getEpochSecond()));
    }
    Collections.addAll(values, itsValues);
    return Statements.statement(
        "UPDATE "
            + Statements.table(queue)
            + " SET u = ? SET x = ? SET t = ?"
            + (bodyExpiry == null ? "" : " SET y = ?")
            + more
            + " RETURNING ALL NEW *",
        values.toArray(AttributeValue[]::new));
  }

  private static AttributeValue millis(Instant instant) {
    return Attributes.number(instant.toEpochMilli());
  }

  /**
   * Extends the bodies that are stored apart from messages which a claim is about to extend. A body
   * is kept two days longer than its message. So only an extension that comes within a day of that
   * has to write the body again, which happens before the message is extended.
   */
  void extendBodies(QueueInPool queue, List<Message> messages, ClaimTerms terms, Instant now) {
    DynamoDbClient client = platform.dynamoDb().client();
    platform
        .parallel()
        .each(
            messages.stream()
                .filter(m -> !Objects.equals(m.bodyExpiry(), terms.bodyExpiry(m, now)))
                .toList(),
            m -> {
              Instant expiry = Objects.requireNonNull(terms.bodyExpiry(m, now));
              client.updateItem(
                  r ->
                      r.tableName(queue.table())
                          .key(MessageTable.body(queue, m.id()))
                          .updateExpression("SET x = :expiry")
                          .conditionExpression("attribute_exists(p)")
                          .expressionAttributeValues(
                              Map.of(":expiry", Attributes.number(expiry.getEpochSecond()))));
            });
  }
}
