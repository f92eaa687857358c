package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ClientId;
import zaqar.names.QueueKey;

/**
 * What requests on messages need to know of a queue, in one item. It says so of queues that do not
 * exist, too: their messages may still be on the way out, or dead letters on the way in.
 *
 * @param listed whether the queue exists
 * @param life which of the queue's lives it is of, if it exists; 0 if a release made it that did
 *     not number them
 * @param since older ids are not part of the queue any more
 * @param grown when the number of shards was raised last; the epoch if never
 * @param pool where its messages are
 * @param hints one for each shard
 */
public record QueueState(
    boolean listed,
    ReservedMetadata reserved,
    long life,
    Ulid since,
    Instant grown,
    PoolTable pool,
    List<Hint> hints) {
  public QueueState {
    hints = List.copyOf(hints);
  }

  /** The state of a queue that never existed. */
  static QueueState unknown(ReservedMetadata defaults, PoolTable pool) {
    return new QueueState(
        false, defaults, 0, Ulid.MIN, Instant.EPOCH, pool, Collections.singletonList(Hint.NONE));
  }

  /** Where the messages are of the queue that this is the state of. */
  public QueueInPool place(QueueKey queue) {
    return new QueueInPool(queue, pool.table());
  }

  /** How many shards hold the queue's messages. */
  public int shards() {
    return hints.size();
  }

  /** One shard alone, if there is such a one, or all. */
  public List<Integer> shardsOr(Optional<Integer> only) {
    return only.filter(shard -> shard < shards())
        .map(List::of)
        .orElseGet(() -> IntStream.range(0, shards()).boxed().toList());
  }

  /** The shard for a client's messages: always the same one, so that they keep their order. */
  public int shardOf(ClientId client) {
    return shardOf(client, shards());
  }

  /** The shard for a client's messages among so many. */
  public static int shardOf(ClientId client, int shards) {
    return Math.floorMod(client.value().hashCode(), shards);
  }

  /** This state with another hint; a shard that it does not know yet is no use to it. */
  QueueState with(int shard, Hint hint) {
    List<Hint> changed = new ArrayList<>(hints);
    if (shard < changed.size()) {
      changed.set(shard, hint);
    }
    return new QueueState(listed, reserved, life, since, grown, pool, changed);
  }

  /** Where to begin in a shard for whoever wants neither claimed nor delayed messages. */
  public Ulid available(int shard) {
    Ulid from = hints.get(shard).from();
    return from == null || from.compareTo(since) < 0 ? since : from;
  }

  /**
   * Where to begin in a shard for a reader. Only one who sees neither what is claimed nor what is
   * delayed may follow the hint, and only while it holds.
   */
  public Ulid visible(int shard, boolean showClaimed, boolean showDelayed, Instant now) {
    Hint hint = hints.get(shard);
    boolean hidden = !showClaimed && !(showDelayed && hint.delayed()) && !hint.isStale(now);
    return hidden ? available(shard) : since;
  }
}
