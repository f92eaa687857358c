// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import zaqar.names.MessageId;

/**
 * The message table. Names are short because they are billed; values are binary for the same
 * reason. TTL on {@code x} only cleans up: every read looks at the clock itself.
 *
 * <pre>
 * message   p HASH m SHARD   i ULID        at most 1,024 B, whatever happens to it later
 *   v  N  format version of the item: 1
 *   b  B  body as sent, or
 *   z  B  body deflated, or
 *   e  B  name of one of these, and what would be there, both encrypted with a DataKey, or
 *   l  N  bytes of the body as sent; absent where b tells
 *   y  N  epoch second at which the body item goes: the body is apart
 *   t  N  ttl shown, seconds
 *   x  N  expiry, epoch seconds
 *   w  N  posted, epoch milliseconds; only where the id tells another time
 *   a  B  client that posted it
 *   r  B  id of the request that posted it; absent from what the first release wrote
 *   h  N  hops, the deliveries of a Zaqar's that brought it here; absent if none
 *   d  N  delayed until, epoch milliseconds; only if delayed
 *   u  N  claimed until, epoch milliseconds; 0 if never claimed, -(when) if released
 *   c  B  claim that took it last; absent after a release
 *   n  N  how often it was claimed on a queue that counts
 *   o  S  queue that it was moved from; o, g and k are of dead letters alone
 *   g  N  how often it was claimed there
 *   k  N  ttl that it had there, seconds
 *
 * body      p HASH b SHARD   i ULID        v; b, z or e; x
 *
 * claim     p HASH c PART    i CLAIM ID    the part is taken from the id, so that claims are spread
 *   v  N  format version of the item
 *   m  B  its candidates: shard and ulid of each, 17 bytes, one after another
 *   t  N  ttl, seconds
 *   w  N  created or last renewed, epoch milliseconds
 *   x  N  expiry, epoch seconds
 *
 * post      p HASH k PART    i 16 BYTES    of the SHA-256 of its idempotency key; the part is taken from them
 *   v  N  format version of the item
 *   f  B  SHA-256 of key and body
 *   m  B  the messages of the attempt: their shard, and the ulid of each, one after another
 *   s  N  0 stored, 1 stored and told to somebody who posted it again, 2 taken back
 *   q  N  life of the queue that it is in, as its state has it
 *   x  N  expiry, epoch seconds
 * </pre>
 */
public final class MessageTable {
  public static final String VERSION = "v";
  public static final String PARTITION = "p";
  public static final String ID = "i";
  public static final String BODY = "b";
  public static final String DEFLATED_BODY = "z";
  public static final String ENCRYPTED_BODY = "e";
  public static final String BODY_EXPIRY = "y";
  public static final String BODY_LENGTH = "l";
  public static final String TTL = "t";
  public static final String EXPIRY = "x";
  public static final String WRITTEN = "w";
  public static final String AUTHOR = "a";
  public static final String REQUEST = "r";
  public static final String HOPS = "h";
  public static final String DELAYED_UNTIL = "d";
  public static final String CLAIMED_UNTIL = "u";
  public static final String CLAIM = "c";
  public static final String CLAIM_COUNT = "n";
  public static final String FINGERPRINT = "f";
  public static final String POSTED = "m";
  public static final String POST_STATE = "s";
  public static final String QUEUE_LIFE = "q";
  public static final String LETTER_QUEUE = "o";
  public static final String LETTER_COUNT = "g";
  public static final String LETTER_TTL = "k";
  public static final String CANDIDATES = "m";

  /** What {@link #VERSION} says in all items so far. */
  public static final AttributeValue FORMAT = Attributes.number(1);

  /** As many as shards at most, so that no claim's own item is what keeps a queue from growing. */
  private static final int PARTS = 64;

  private MessageTable() {}

  /** Partition of a shard's messages. */
  public static AttributeValue messages(QueueInPool queue, int shard) {
    return partition(queue, 'm', shard);
  }

  /** A query of the messages in a shard with ids from one to another. */
  public static QueryRequest.Builder range(QueueInPool queue, int shard, Ulid from, Ulid to) {
    return QueryRequest.builder()
        .tableName(queue.table())
        .keyConditionExpression("p = :shard AND i BETWEEN :from AND :to")
        .expressionAttributeValues(
            Map.of(
                ":shard", messages(queue, shard),
                ":from", Attributes.ulid(from),
                ":to", Attributes.ulid(to)));
  }

  /** Key of a message. */
  public static Map<String, AttributeValue> message(QueueInPool queue, MessageId id) {
    return Map.of(PARTITION, messages(queue, id.shard()), ID, Attributes.ulid(id.ulid()));
  }

  /** Key of a body that is apart from its message. */
  public static Map<String, AttributeValue> body(QueueInPool queue, MessageId id) {
    return Map.of(PARTITION, partition(queue, 'b', id.shard()), ID, Attributes.ulid(id.ulid()));
  }

  /** Key of a claim. */
  public static Map<String, AttributeValue> claim(QueueInPool queue, Ulid id) {
    return Map.of(PARTITION, partition(queue, 'c', part(id)), ID, Attributes.ulid(id));
  }

  /** Key of the record of a post that has an idempotency key, which an id stands for. */
  public static Map<String, AttributeValue> post(QueueInPool queue, Ulid id) {
    return Map.of(PARTITION, partition(queue, 'k', part(id)), ID, Attributes.ulid(id));
  }

  private static int part(Ulid id) {
    return (int) (id.getLeastSignificantBits() & PARTS - 1);
  }

  private static AttributeValue partition(QueueInPool queue, char kind, int shard) {
    byte[] hash = queue.queue().hash();
    return Attributes.bytes(
        ByteBuffer.allocate(hash.length + 2).put(hash).put((byte) kind).put((byte) shard).array());
  }
}
