// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.messages.Message;
import zaqar.names.MessageId;

/**
 * Keeps bodies that are apart from their messages alive longer than these. A body is given two days
 * more than its message; only an extension that comes within a day of that has to write it again,
 * before the message is extended.
 */
final class BodyExpiryStore {
  private final DynamoDb dynamoDb;
  private final Parallel parallel;

  BodyExpiryStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    parallel = platform.parallel();
  }

  /** Extends the bodies that need it, of messages that a claim is about to extend. */
  void extend(QueueInPool queue, List<Message> messages, ClaimTerms terms, Instant now) {
    List<Supplier<Object>> writes = new ArrayList<>();
    for (Message message : messages) {
      Instant expiry = terms.bodyExpiry(message, now);
      if (expiry != null && !expiry.equals(message.bodyExpiry())) {
        writes.add(() -> extend(queue, message.id(), expiry));
      }
    }
    if (!writes.isEmpty()) {
      parallel.all(writes);
    }
  }

  private Object extend(QueueInPool queue, MessageId id, Instant expiry) {
    return dynamoDb
        .client()
        .updateItem(
            r ->
                r.tableName(queue.table())
                    .key(MessageTable.body(queue, id.shard(), id.ulid()))
                    .updateExpression("SET x = :expiry")
                    .conditionExpression("attribute_exists(p)")
                    .expressionAttributeValues(
                        Map.of(":expiry", Attributes.number(expiry.getEpochSecond()))));
  }
}
