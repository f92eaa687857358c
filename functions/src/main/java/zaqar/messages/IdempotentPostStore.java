// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Transactions;
import zaqar.names.MessageId;

/**
 * Stores posts that have a key once (P10): the messages and the record of the post in one
 * transaction, on condition that the record is as it was read. So of all attempts with a key one is
 * stored, and whoever finds its record knows its ids.
 */
record IdempotentPostStore(Platform platform) {
  /** As many as go into a transaction beside the record. */
  static final int MOST_MESSAGES = 99;

  private static final Duration PAUSE = Duration.ofMillis(30);

  /** What became of an attempt to store a post. */
  enum StoreResult {
    STORED,
    /** The record is not as it was read any more: another attempt came first. */
    OVERTAKEN,
    /** The store had no capacity for it in time. */
    NO_ROOM,
    /** The store did not confirm it in time, so it is taken back, or in use already. */
    UNCONFIRMED
  }

  /** The record of a post; empty if there is none. One read unit. */
  Optional<PostRecord> get(QueueInPool queue, IdempotencyKey key) {
    return platform
        .dynamoDb()
        .find(queue.table(), MessageTable.post(queue, key.id()))
        .map(PostRecord::read);
  }

  /**
   * Stores messages, and the record of it. Two write units for each of them.
   *
   * @param before the record as it was read, which does not stand any more
   */
  StoreResult append(
      QueueInPool queue,
      IdempotencyKey key,
      PostRecord record,
      Optional<PostRecord> before,
      List<MessageItems.Items> items,
      PostStore.Window window) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(expecting(before).put(queue, record.item(queue, key)));
    items.forEach(item -> writes.add(Transactions.put(queue.table(), item.message())));
    for (Duration left = window.left(); left.isPositive(); left = window.left()) {
      Duration timeout = left;
      try {
        platform
            .dynamoDb()
            .once()
            .transactWriteItems(
                r ->
                    r.transactItems(writes)
                        .overrideConfiguration(
                            c -> c.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout)));
        if (window.isOpen()) {
          return StoreResult.STORED;
        }
        return unconfirmed(queue, key, record, before, window);
      } catch (TransactionCanceledException cancelled) {
        if (!Transactions.refused(cancelled).isEmpty()) {
          return StoreResult.OVERTAKEN;
        }
      } catch (SdkException failure) {
        if (!DynamoDb.isThrottling(failure)) {
          return unconfirmed(queue, key, record, before, window);
        }
      }
      platform.sleepAbout(PAUSE);
    }
    return StoreResult.NO_ROOM;
  }

  /** What a record has to be like. */
  private record Expected(String condition, Map<String, AttributeValue> values) {
    TransactWriteItem put(QueueInPool queue, Map<String, AttributeValue> item) {
      return Transactions.putIf(queue.table(), item, condition, values);
    }
  }

  /** A record that was read and does not stand any more is replaced by the next attempt alone. */
  private static Expected expecting(Optional<PostRecord> before) {
    return before
        .map(read -> new Expected("m = :seen", Map.of(":seen", read.attempt())))
        .orElseGet(() -> new Expected("attribute_not_exists(p)", Map.of()));
  }

  /**
   * Finds out about an attempt whose answer was lost or late. If it has landed in time it counts.
   * Otherwise it comes to nothing, whether it has landed or still may: its record is replaced by
   * one that no attempt which is under way expects, and what has landed is removed.
   *
   * @throws SdkException if the store does not let it; what becomes of the attempt is not known
   *     then
   */
  private StoreResult unconfirmed(
      QueueInPool queue,
      IdempotencyKey key,
      PostRecord record,
      Optional<PostRecord> before,
      PostStore.Window window) {
    Map<String, AttributeValue> item = record.with(PostRecord.State.TAKEN_BACK).item(queue, key);
    Expected expected = expecting(before);
    DynamoDbClient client = platform.dynamoDb().client();
    try {
      client.putItem(
          r ->
              r.tableName(queue.table())
                  .item(item)
                  .conditionExpression(expected.condition())
                  .expressionAttributeValues(expected.values().isEmpty() ? null : expected.values())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } catch (ConditionalCheckFailedException refused) {
      Map<String, AttributeValue> standing = refused.item();
      boolean isOwn = record.attempt().equals(standing.get(MessageTable.POSTED));
      if (isOwn && window.isOpen() && PostRecord.read(standing).isStored()) {
        return StoreResult.STORED;
      }
      if (isOwn) {
        remove(queue, item, record);
      }
    }
    return StoreResult.UNCONFIRMED;
  }

  /**
   * Removes the messages of an attempt with its record, in one transaction, unless somebody has one
   * of them already, or was told of the post: then it is as good as any other.
   */
  private void remove(QueueInPool queue, Map<String, AttributeValue> item, PostRecord record) {
    Map<String, AttributeValue> values =
        Map.of(":own", record.attempt(), ":stored", PostRecord.State.STORED.value());
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(new Expected("m = :own AND s = :stored", values).put(queue, item));
    for (MessageId id : record.ids()) {
      // Holds while nobody has ever claimed the message.
      writes.add(
          Transactions.deleteIf(
              queue.table(),
              MessageTable.message(queue, id),
              "attribute_exists(p) AND u = :never",
              Map.of(":never", Attributes.number(0))));
    }
    new Transactions(platform).commit(writes);
  }

  /**
   * Writes down that a post is told to somebody, after which it is not taken back any more. One
   * write unit.
   *
   * @return false if it was taken back before
   */
  boolean acknowledge(QueueInPool queue, IdempotencyKey key, PostRecord record) {
    if (record.state() == PostRecord.State.ACKNOWLEDGED) {
      return true;
    }
    DynamoDbClient client = platform.dynamoDb().client();
    try {
      client.updateItem(
          r ->
              r.tableName(queue.table())
                  .key(MessageTable.post(queue, key.id()))
                  .updateExpression("SET s = :told")
                  .conditionExpression("m = :own AND s < :back")
                  .expressionAttributeValues(
                      Map.of(
                          ":own", record.attempt(),
                          ":told", PostRecord.State.ACKNOWLEDGED.value(),
                          ":back", PostRecord.State.TAKEN_BACK.value())));
      return true;
    } catch (ConditionalCheckFailedException takenBack) {
      return false;
    }
  }
}
