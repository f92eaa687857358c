// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static zaqar.dynamodb.MessageTable.ID;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.Statements.Result;
import zaqar.dynamodb.Transactions;
import zaqar.encryption.DataKey;
import zaqar.encryption.DataKeys;
import zaqar.encryption.Undecryptable;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.IdRange;

/** Reads and deletes messages. All reads are strongly consistent; none looks at the clock. */
public final class MessageStore {
  private final Platform platform;
  private final DynamoDbClient client;
  private final DataKeys keys;

  /** Works on message tables. */
  public MessageStore(Platform platform, DataKeys keys) {
    this.platform = platform;
    this.keys = keys;
    client = platform.dynamoDb().client();
  }

  /** Messages of a shard in order, and whether more follow. */
  record Slice(List<Message> messages, boolean more) {}

  /** Up to {@code limit} messages of a range; fewer where 1 MB ends first. */
  Slice page(QueueInPool queue, IdRange range, int limit) {
    QueryResponse page =
        client.query(
            MessageTable.range(queue, range.shard(), range.from(), range.to())
                .consistentRead(true)
                .limit(limit)
                .build());
    return new Slice(
        page.items().stream().map(MessageItems::read).toList(), page.hasLastEvaluatedKey());
  }

  /** The newest id in a shard, or {@link Ulid#MIN} if it is empty. One read unit. */
  Ulid newest(QueueInPool queue, int shard) {
    return client
        .query(
            MessageTable.range(queue, shard, Ulid.MIN, Ulid.MAX)
                .consistentRead(true)
                .scanIndexForward(false)
                .limit(1)
                .build())
        .items()
        .stream()
        .map(item -> Objects.requireNonNull(Attributes.ulid(item, ID)))
        .findFirst()
        .orElse(Ulid.MIN);
  }

  /** The messages of these ids that exist, in the order of the ids, without their bodies apart. */
  public List<Message> get(QueueInPool queue, Collection<MessageId> ids) {
    List<Map<String, AttributeValue>> keys =
        ids.stream().map(id -> MessageTable.message(queue, id)).toList();
    Map<MessageId, Message> found = new HashMap<>();
    read(queue, keys).stream().map(MessageItems::read).forEach(m -> found.put(m.id(), m));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Whether the key that new bodies are encrypted with is at hand. */
  boolean hasKey() {
    return keys.isReady();
  }

  /** The key that new bodies are encrypted with, if they are to be. */
  public Optional<DataKey> key(boolean isWanted) {
    return isWanted ? Optional.of(keys.current()) : Optional.empty();
  }

  /**
   * The messages with their bodies, those apart read from their own items.
   *
   * @throws Undecryptable if that is so of any
   */
  List<Message> load(QueueInPool queue, List<Message> messages) {
    List<Message> readable = loadReadable(queue, messages);
    if (readable.size() < messages.size()) {
      throw new Undecryptable("not all of these messages can be decrypted");
    }
    return readable;
  }

  /** The same without those messages that cannot be decrypted. */
  public List<Message> loadReadable(QueueInPool queue, List<Message> messages) {
    List<Map<String, AttributeValue>> keys =
        messages.stream()
            .filter(message -> message.stored() == null)
            .map(message -> MessageTable.body(queue, message.id()))
            .toList();
    Map<AttributeValue, StoredBody> apart = new HashMap<>();
    read(queue, keys).forEach(item -> apart.put(item.get(ID), bodyIn(item)));
    List<Message> loaded = new ArrayList<>();
    for (Message message : messages) {
      StoredBody body = message.stored();
      if (body == null) {
        body = apart.get(Attributes.ulid(message.id().ulid()));
      }
      if (body == null) {
        throw new IllegalStateException("the body of message " + message.id() + " is gone");
      }
      try {
        loaded.add(message.with(body, text(queue.queue(), message.id(), body)));
      } catch (Undecryptable leftOut) {
        // It was counted where it came from.
      }
    }
    return loaded;
  }

  /**
   * A body as it was sent.
   *
   * @throws Undecryptable if it was encrypted and that cannot be undone
   */
  String text(QueueKey queue, MessageId id, StoredBody body) {
    return (body.isEncrypted() ? body.decrypted(keys, queue, id) : body).text();
  }

  /**
   * A body that is apart, whether or not its message is still there; empty if it is gone, which is
   * days after its message's life.
   */
  Optional<StoredBody> bodyApart(QueueInPool queue, MessageId id) {
    return read(queue, List.of(MessageTable.body(queue, id))).stream()
        .findFirst()
        .map(MessageStore::bodyIn);
  }

  private static StoredBody bodyIn(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(StoredBody.read(item));
  }

  private List<Map<String, AttributeValue>> read(
      QueueInPool queue, List<Map<String, AttributeValue>> keys) {
    String table = queue.table();
    List<Map<String, KeysAndAttributes>> requests =
        Chunks.of(keys, Chunks.READS).stream()
            .map(some -> KeysAndAttributes.builder().keys(some).consistentRead(true).build())
            .map(some -> Map.of(table, some))
            .toList();
    return platform
        .parallel()
        .map(
            requests,
            some -> client.batchGetItemPaginator(r -> r.requestItems(some)).stream().toList())
        .stream()
        .flatMap(List::stream)
        .flatMap(page -> page.responses().getOrDefault(table, List.of()).stream())
        .toList();
  }

  /**
   * Deletes a message that no claim holds, or the given one does, or that does not exist. Whoever
   * is refused gets the message that stands in the way.
   */
  public Optional<Message> deleteUnlessHeld(
      QueueInPool queue, MessageId id, @Nullable ClaimId holder, Instant now) {
    AttributeValue millis = Attributes.number(now.toEpochMilli());
    return holder == null
        ? delete(queue, id, "attribute_not_exists(p) OR u <= :now", Map.of(":now", millis))
        : delete(
            queue,
            id,
            "attribute_not_exists(p) OR (c = :holder AND u > :now)",
            Map.of(":now", millis, ":holder", Attributes.ulid(holder.ulid())));
  }

  /**
   * Succeeds if there is no such message, and else refuses with it: for claims that cannot hold
   * anything.
   */
  Optional<Message> deleteIfAbsent(QueueInPool queue, MessageId id) {
    return delete(queue, id, "attribute_not_exists(p)", Map.of());
  }

  private Optional<Message> delete(
      QueueInPool queue, MessageId id, String condition, Map<String, AttributeValue> values) {
    try {
      client.deleteItem(
          r ->
              r.tableName(queue.table())
                  .key(MessageTable.message(queue, id))
                  .conditionExpression(condition)
                  .expressionAttributeValues(values.isEmpty() ? null : values)
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Optional.empty();
    } catch (ConditionalCheckFailedException refused) {
      return Optional.of(MessageItems.read(refused.item()));
    }
  }

  /**
   * Deletes messages that are each held by the claim they were read with, all or none.
   *
   * @return false if one of them is held otherwise by now
   */
  boolean deleteIfStillHeld(QueueInPool queue, List<Message> held, Instant now) {
    List<TransactWriteItem> deletes =
        held.stream()
            .map(
                message ->
                    Transactions.deleteIf(
                        queue.table(),
                        MessageTable.message(queue, message.id()),
                        "c = :holder AND u > :now",
                        Map.of(
                            ":holder",
                                Attributes.ulid(Objects.requireNonNull(message.claim()).ulid()),
                            ":now", Attributes.number(now.toEpochMilli()))))
            .toList();
    return new Transactions(platform).commit(deletes).isEmpty();
  }

  /** Deletes messages whoever holds them; those that do not exist count as deleted. */
  void deleteAll(QueueInPool queue, Collection<MessageId> ids) {
    new BatchWrites(platform)
        .deleteAll(queue.table(), ids.stream().map(id -> MessageTable.message(queue, id)).toList());
  }

  /**
   * Deletes the messages that are still as they were read, so that no attempt which comes late can
   * delete what was claimed or released in between. Returns those that this very delete took away;
   * a message that was lost to a claim or another pop is left out.
   */
  List<Message> deleteIfUnchanged(QueueInPool queue, List<Message> candidates) {
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
    List<Result> outcomes = new Statements(platform).run(deletes);
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
