// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ClientId;
import zaqar.names.QueueKey;

/**
 * What requests on messages need to know about a queue, in one item. A queue that does not exist
 * may have a state as well: its messages may still be on the way out, or dead letters on the way
 * in.
 *
 * @param listed whether the queue exists
 * @param life which of the queue's lives it is of, if it exists; 0 if a release made it that did
 *     not number them
 * @param since older ids are not part of the queue any more
 * @param longest no message of the queue lives longer than this after the time in its id; empty if
 *     that is not known
 * @param grown when the number of shards was raised last; the epoch if never
 * @param pool where its messages are
 * @param shards how many shards hold its messages
 */
public record QueueState(
    boolean listed,
    ReservedMetadata reserved,
    long life,
    Ulid since,
    Optional<Duration> longest,
    Instant grown,
    PoolTable pool,
    int shards) {
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  /** The state of a queue that never existed. */
  static QueueState unknown(ReservedMetadata defaults, PoolTable pool) {
    return new QueueState(false, defaults, 0, Ulid.MIN, Optional.empty(), Instant.EPOCH, pool, 1);
  }

  /** Where the messages are of the queue that this is the state of. */
  public QueueInPool place(QueueKey queue) {
    return new QueueInPool(queue, pool.table());
  }

  /** One shard alone, if there is such a one, or all. */
  public List<Integer> shardsOr(Optional<Integer> only) {
    return only.filter(shard -> shard < shards)
        .map(List::of)
        .orElseGet(() -> IntStream.range(0, shards).boxed().toList());
  }

  /** The shard for a client's messages: always the same one, so that they keep their order. */
  public int shardOf(ClientId client) {
    return Math.floorMod(client.value().hashCode(), shards);
  }

  /**
   * The oldest id that a living message can have. What is older has expired, or is not part of the
   * queue any more, whether or not the table still holds it: TTL deletes come up to days late.
   */
  public Ulid oldest(Instant now) {
    return longest
        .map(span -> now.minus(span).toEpochMilli())
        .filter(millis -> millis > 0)
        .map(Ulid::min)
        .filter(id -> id.compareTo(since) > 0)
        .orElse(since);
  }

  /**
   * How long a message lives at most after the time in its id: its ttl is counted from the latest
   * that it may have been posted, and ends with a whole second.
   */
  public static Duration lifespan(Duration ttl, Duration delay) {
    return ttl.plus(delay).plus(ROUNDING);
  }

  QueueState with(Duration other) {
    return new QueueState(listed, reserved, life, since, Optional.of(other), grown, pool, shards);
  }

  /** Whether a message would live longer than those so far. */
  boolean isTooShortFor(Duration span) {
    return longest.filter(known -> span.compareTo(known) > 0).isPresent();
  }
}
