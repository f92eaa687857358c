// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.ControlTable.DELAYED;
import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.FROM;
import static zaqar.dynamodb.ControlTable.HEAD;
import static zaqar.dynamodb.ControlTable.PARTITION;
import static zaqar.dynamodb.ControlTable.SHARD;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.TO;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.cache.BoundedMap;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Transactions;
import zaqar.meter.Meter;
import zaqar.names.QueueKey;
import zaqar.queues.QueueHead.Cursor;
import zaqar.queues.QueueHead.Recheck;

/**
 * Reads and moves the heads of queues. One rule holds all of it together (design 4.5): a message
 * behind a cursor that is there, or can come back, is in the range of a recheck that is due no
 * later than the message is available. So a recheck is written before a cursor passes or another
 * recheck goes. A request that makes a message available earlier adds a recheck before it is
 * answered.
 */
public final class HeadStore {
  /** State, cursors and rechecks that one read returns, at most: a few read units. */
  private static final int MOST_ITEMS = 100;

  private static final int MOST_QUEUES = 10_000;

  private final BoundedMap<QueueKey, List<Cursor>> seen = new BoundedMap<>(MOST_QUEUES);
  private final BoundedMap<QueueShard, Ulid> tried = new BoundedMap<>(MOST_QUEUES);
  private final DynamoDbClient once;
  private final ControlItems items;
  private final QueueStateStore states;
  private final Platform platform;

  /** Works on the control table, where the states are. */
  public HeadStore(Platform platform, QueueStateStore states) {
    this.platform = platform;
    this.states = states;
    once = platform.dynamoDb().once();
    items = new ControlItems(platform);
  }

  private record QueueShard(QueueKey queue, int shard) {}

  /**
   * The head of a queue as it is now, and its state with it: one query, of one read unit for a
   * queue with few shards.
   *
   * @param latest rechecks that are due later are left out
   */
  public QueueHead read(QueueKey queue, Instant latest) {
    QueueStateStore.Reading reading = states.begin(queue);
    QueryResponse found =
        platform
            .dynamoDb()
            .client()
            .query(
                r ->
                    r.tableName(items.table())
                        .keyConditionExpression("pk = :queue AND sk BETWEEN :state AND :latest")
                        .expressionAttributeValues(
                            Map.of(
                                ":queue", ControlTable.stateOf(queue),
                                ":state", Attributes.text(ControlTable.STATE),
                                ":latest",
                                    Attributes.text(ControlTable.recheckAt(latest.plusMillis(1)))))
                        .consistentRead(true)
                        .limit(MOST_ITEMS));
    Map<String, Map<String, AttributeValue>> byKey = new HashMap<>();
    List<Recheck> rechecks = new ArrayList<>();
    for (Map<String, AttributeValue> item : found.items()) {
      String key = Attributes.text(item, SORT);
      byKey.put(key, item);
      if (key.startsWith(ControlTable.RECHECK)) {
        rechecks.add(recheck(key, item));
      }
    }
    QueueState state = states.end(reading, byKey.getOrDefault(ControlTable.STATE, Map.of()));
    List<Cursor> cursors =
        IntStream.range(0, state.shards())
            .mapToObj(shard -> byKey.get(ControlTable.cursor(shard)))
            .map(HeadStore::cursor)
            .toList();
    seen.put(queue, cursors);
    return new QueueHead(state, cursors, rechecks, found.hasLastEvaluatedKey());
  }

  private static Cursor cursor(@Nullable Map<String, AttributeValue> item) {
    return item == null
        ? Cursor.START
        : new Cursor(
            Objects.requireNonNull(Attributes.ulid(item, HEAD)),
            Instant.ofEpochMilli(Attributes.number(item, DELAYED)));
  }

  private static Recheck recheck(String key, Map<String, AttributeValue> item) {
    String millis = key.substring(ControlTable.RECHECK.length(), key.lastIndexOf('/'));
    return new Recheck(
        key,
        new IdRange(
            (int) Attributes.number(item, SHARD),
            Objects.requireNonNull(Attributes.ulid(item, FROM)),
            Objects.requireNonNull(Attributes.ulid(item, TO))),
        Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  /**
   * The head as this process last saw it, however long ago and without rechecks: good for a read
   * beside the one that will prove it right or wrong.
   */
  public Optional<QueueHead> guess(QueueKey queue) {
    return states
        .guess(queue)
        .map(
            state -> {
              List<Cursor> cursors =
                  seen.get(queue)
                      .filter(known -> known.size() == state.shards())
                      .orElseGet(() -> Collections.nCopies(state.shards(), Cursor.START));
              return new QueueHead(state, cursors, List.of(), false);
            });
  }

  /**
   * Moves a cursor that is still where it was read, and adds the rechecks of what it passes: all of
   * it or nothing. The loser leaves it to the next request; of the requests of one instance that
   * would move the same cursor, only the first tries.
   *
   * @return whether it was moved
   */
  public boolean advance(
      QueueKey queue, int shard, Cursor before, Cursor after, List<Recheck.Planned> rechecks) {
    QueueShard place = new QueueShard(queue, shard);
    boolean isFirst = tried.put(place, before.from()).filter(before.from()::equals).isEmpty();
    if (!isFirst) {
      return false;
    }
    Map<String, AttributeValue> item =
        Map.of(
            PARTITION, ControlTable.stateOf(queue),
            SORT, Attributes.text(ControlTable.cursor(shard)),
            HEAD, Attributes.ulid(after.from()),
            DELAYED, Attributes.number(after.delayedUntil().toEpochMilli()),
            EXPIRES, expiry(after.delayedUntil()));
    TransactWriteItem cursor =
        before.equals(Cursor.START)
            ? Transactions.putIf(items.table(), item, "attribute_not_exists(head)", Map.of())
            : Transactions.putIf(
                items.table(),
                item,
                "head = :before",
                Map.of(":before", Attributes.ulid(before.from())));
    boolean isMoved = commit(queue, cursor, rechecks, "a cursor could not be moved");
    if (isMoved) {
      seen.computeIfPresent(queue, (key, cursors) -> with(cursors, shard, after));
    } else {
      tried.remove(place);
    }
    return isMoved;
  }

  private static List<Cursor> with(List<Cursor> cursors, int shard, Cursor cursor) {
    List<Cursor> changed = new ArrayList<>(cursors);
    if (shard < changed.size()) {
      changed.set(shard, cursor);
    }
    return List.copyOf(changed);
  }

  /**
   * Removes a recheck after its range was read, and adds others that cover what is still there. If
   * others are needed, it is all or nothing, on condition that nobody was faster.
   */
  public boolean replace(QueueKey queue, Recheck done, List<Recheck.Planned> others) {
    Map<String, AttributeValue> key =
        Map.of(PARTITION, ControlTable.stateOf(queue), SORT, Attributes.text(done.key()));
    String warning = "a recheck could not be replaced";
    if (!others.isEmpty()) {
      TransactWriteItem delete =
          Transactions.deleteIf(items.table(), key, "attribute_exists(pk)", Map.of());
      return commit(queue, delete, others, warning);
    }
    try {
      once.deleteItem(d -> d.tableName(items.table()).key(key));
      return true;
    } catch (SdkException leftToTheNext) {
      Meter.current().warn(warning, leftToTheNext);
      return false;
    }
  }

  /**
   * A request that reads the head answers with what it found, whether or not this write succeeds.
   * So the write is tried once. A recheck that is not replaced, or a cursor that is not moved,
   * costs the next request a read.
   */
  private boolean commit(
      QueueKey queue, TransactWriteItem change, List<Recheck.Planned> rechecks, String warning) {
    List<TransactWriteItem> all = new ArrayList<>(List.of(change));
    rechecks.forEach(recheck -> all.add(items.put(item(queue, recheck))));
    try {
      once.transactWriteItems(r -> r.transactItems(all));
      return true;
    } catch (TransactionCanceledException othersWereFaster) {
      return false;
    } catch (SdkException leftToTheNext) {
      Meter.current().warn(warning, leftToTheNext);
      return false;
    }
  }

  /**
   * Adds rechecks. A request that has released messages, or made a claim end sooner, does this
   * before it is answered: what others have read of these messages is no longer true.
   */
  public void add(QueueKey queue, List<Recheck.Planned> rechecks) {
    platform
        .parallel()
        .each(rechecks.stream().map(recheck -> item(queue, recheck)).toList(), items::write);
  }

  private Map<String, AttributeValue> item(QueueKey queue, Recheck.Planned recheck) {
    IdRange range = recheck.range();
    RandomGenerator random = platform.random();
    String key =
        ControlTable.recheckAt(recheck.at())
            + Long.toHexString(random.nextLong())
            + Long.toHexString(random.nextLong());
    return Map.of(
        PARTITION, ControlTable.stateOf(queue),
        SORT, Attributes.text(key),
        SHARD, Attributes.number(range.shard()),
        FROM, Attributes.ulid(range.from()),
        TO, Attributes.ulid(range.to()),
        EXPIRES, expiry(recheck.at()));
  }

  /** Later than any message lives that was there now, or is claimed or delayed until a time. */
  private AttributeValue expiry(Instant time) {
    Instant now = platform.clock().instant();
    Instant from = time.isAfter(now) ? time : now;
    Duration stay = platform.settings().limits().longestStay();
    return Attributes.number(from.plus(stay).getEpochSecond());
  }
}
