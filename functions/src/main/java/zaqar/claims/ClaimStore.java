// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import static zaqar.dynamodb.MessageTable.CANDIDATES;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.FORMAT;
import static zaqar.dynamodb.MessageTable.TTL;
import static zaqar.dynamodb.MessageTable.VERSION;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;

/**
 * The claims' own items. An item names the messages that a claim may hold; the messages alone say
 * whether it does.
 */
record ClaimStore(DynamoDb dynamoDb) {
  private static final int CANDIDATE_BYTES = 1 + Ulid.ULID_BYTES;

  /** How much longer than the claim its item is kept, so that a release can be tried again. */
  private static final Duration MARGIN = Duration.ofHours(1);

  /**
   * A claim as stored.
   *
   * @param candidates messages that it tried to take, whether or not it got them
   * @param since when it was created, or renewed last
   */
  record Stored(List<MessageId> candidates, Duration ttl, Instant since) {}

  /** Writes a claim, anew or with more candidates; it replaces itself. */
  void put(QueueInPool queue, ClaimId id, Stored claim) {
    ByteBuffer packed = ByteBuffer.allocate(claim.candidates().size() * CANDIDATE_BYTES);
    claim.candidates().forEach(to -> packed.put((byte) to.shard()).put(to.ulid().toBytes()));
    Map<String, AttributeValue> item = new HashMap<>(MessageTable.claim(queue, id.ulid()));
    item.put(VERSION, FORMAT);
    item.put(CANDIDATES, Attributes.bytes(packed.array()));
    item.put(TTL, Attributes.number(claim.ttl().toSeconds()));
    item.put(WRITTEN, Attributes.number(claim.since().toEpochMilli()));
    item.put(
        EXPIRY, Attributes.number(claim.since().plus(claim.ttl()).plus(MARGIN).getEpochSecond()));
    dynamoDb.client().putItem(r -> r.tableName(queue.table()).item(item));
  }

  Optional<Stored> get(QueueInPool queue, ClaimId id) {
    return dynamoDb
        .find(queue.table(), MessageTable.claim(queue, id.ulid()))
        .map(ClaimStore::stored);
  }

  private static Stored stored(Map<String, AttributeValue> item) {
    return new Stored(
        unpack(Attributes.bytes(item, CANDIDATES)),
        Duration.ofSeconds(Attributes.number(item, TTL)),
        Instant.ofEpochMilli(Attributes.number(item, WRITTEN)));
  }

  void delete(QueueInPool queue, ClaimId id) {
    Map<String, AttributeValue> key = MessageTable.claim(queue, id.ulid());
    dynamoDb.client().deleteItem(r -> r.tableName(queue.table()).key(key));
  }

  private static List<MessageId> unpack(byte[] bytes) {
    ByteBuffer packed = ByteBuffer.wrap(bytes);
    List<MessageId> ids = new ArrayList<>();
    while (packed.hasRemaining()) {
      int shard = packed.get();
      ids.add(new MessageId(new Ulid(packed.getLong(), packed.getLong()), shard));
    }
    return ids;
  }
}
