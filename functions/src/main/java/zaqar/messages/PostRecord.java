// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.FINGERPRINT;
import static zaqar.dynamodb.MessageTable.FORMAT;
import static zaqar.dynamodb.MessageTable.POSTED;
import static zaqar.dynamodb.MessageTable.POST_STATE;
import static zaqar.dynamodb.MessageTable.QUEUE_LIFE;
import static zaqar.dynamodb.MessageTable.VERSION;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;

/**
 * What is kept of a post with an idempotency key; the layout is drawn in {@link MessageTable}. No
 * two attempts to post have the same ids, so these name the attempt, too.
 *
 * @param life of the queue that it was made in
 * @param expiry when it ends; whole seconds
 */
@SuppressWarnings("ArrayRecordComponent") // Records are never compared.
record PostRecord(byte[] fingerprint, List<MessageId> ids, State state, long life, Instant expiry) {
  /** What became of the post, and its number in the table. */
  enum State {
    /** Its messages are stored; whoever posted them may not know it. */
    STORED(0),
    /** Somebody who posted the same again was told so. */
    ACKNOWLEDGED(1),
    /** Its messages are not there, and never will be. */
    TAKEN_BACK(2);

    private final int number;

    State(int number) {
      this.number = number;
    }

    AttributeValue value() {
      return Attributes.number(number);
    }

    private static State of(long number) {
      return Arrays.stream(values())
          .filter(state -> state.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("a post has an unknown state"));
    }
  }

  PostRecord {
    ids = List.copyOf(ids);
  }

  static PostRecord read(Map<String, AttributeValue> item) {
    ByteBuffer posted = ByteBuffer.wrap(Attributes.bytes(item, POSTED));
    int shard = Byte.toUnsignedInt(posted.get());
    List<MessageId> ids = new ArrayList<>();
    while (posted.hasRemaining()) {
      ids.add(new MessageId(new Ulid(posted.getLong(), posted.getLong()), shard));
    }
    return new PostRecord(
        Attributes.bytes(item, FINGERPRINT),
        ids,
        State.of(Attributes.number(item, POST_STATE)),
        Attributes.number(item, QUEUE_LIFE),
        Instant.ofEpochSecond(Attributes.number(item, EXPIRY)));
  }

  Map<String, AttributeValue> item(QueueInPool queue, IdempotencyKey key) {
    Map<String, AttributeValue> item = new HashMap<>(MessageTable.post(queue, key.id()));
    item.put(VERSION, FORMAT);
    item.put(FINGERPRINT, Attributes.bytes(fingerprint));
    item.put(POSTED, attempt());
    item.put(POST_STATE, state.value());
    item.put(QUEUE_LIFE, Attributes.number(life));
    item.put(EXPIRY, Attributes.number(expiry.getEpochSecond()));
    return item;
  }

  /** What names the attempt that this is the record of: its ids, which share a shard. */
  AttributeValue attempt() {
    ByteBuffer posted = ByteBuffer.allocate(1 + ids.size() * Ulid.ULID_BYTES);
    posted.put((byte) ids.getFirst().shard());
    ids.forEach(id -> posted.put(id.ulid().toBytes()));
    return Attributes.bytes(posted.array());
  }

  PostRecord with(State other) {
    return new PostRecord(fingerprint, ids, other, life, expiry);
  }

  /** Whether the queue of this life has this post, and its key still counts. */
  boolean stands(long ofLife, Instant now) {
    return isStored() && life == ofLife && now.isBefore(expiry);
  }

  boolean isStored() {
    return state != State.TAKEN_BACK;
  }

  boolean isOf(IdempotencyKey key) {
    return Arrays.equals(fingerprint, key.fingerprint());
  }
}
