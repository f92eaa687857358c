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
import java.time.Clock;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.cache.BoundedMap;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.meter.Meter;
import zaqar.names.QueueKey;
import zaqar.queues.QueueHead.Cursor;
import zaqar.queues.QueueHead.Recheck;
import zaqar.settings.Settings;

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
  private static final String NOT_REPLACED = "a recheck could not be replaced";

  private final BoundedMap<QueueKey, List<Cursor>> seen = new BoundedMap<>(MOST_QUEUES);
  private final BoundedMap<QueueShard, Ulid> tried = new BoundedMap<>(MOST_QUEUES);
  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStateStore states;
  private final Parallel parallel;
  private final Clock clock;
  private final RandomGenerator random;

  /** Works on the control table, where the states are. */
  public HeadStore(Platform platform, QueueStateStore states) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    clock = platform.clock();
    random = platform.random();
    parallel = platform.parallel();
    this.states = states;
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
        dynamoDb
            .client()
            .query(
                r ->
                    r.tableName(settings.controlTable())
                        .keyConditionExpression("pk = :queue AND sk BETWEEN :state AND :latest")
                        .expressionAttributeValues(
                            Map.of(
                                ":queue", ControlTable.stateOf(queue),
                                ":state", Attributes.text(ControlTable.STATE),
                                ":latest",
                                    Attributes.text(ControlTable.recheckAt(latest.plusMillis(1)))))
                        .consistentRead(true)
                        .limit(MOST_ITEMS));
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    List<Recheck> rechecks = new ArrayList<>();
    for (Map<String, AttributeValue> item : found.items()) {
      String key = Attributes.text(item, SORT);
      items.put(key, item);
      if (key.startsWith(ControlTable.RECHECK)) {
        rechecks.add(recheck(key, item));
      }
    }
    QueueState state = states.end(reading, items.getOrDefault(ControlTable.STATE, Map.of()));
    List<Cursor> cursors =
        IntStream.range(0, state.shards())
            .mapToObj(shard -> items.get(ControlTable.cursor(shard)))
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
        .map(state -> new QueueHead(state, guessCursors(queue, state.shards()), List.of(), false));
  }

  private List<Cursor> guessCursors(QueueKey queue, int shards) {
    List<Cursor> known = seen.get(queue).orElse(List.of());
    return known.size() == shards ? known : Collections.nCopies(shards, Cursor.START);
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
    if (!isFirst(place, before.from())) {
      return false;
    }
    Map<String, AttributeValue> item =
        Map.of(
            PARTITION, ControlTable.stateOf(queue),
            SORT, Attributes.text(ControlTable.cursor(shard)),
            HEAD, Attributes.ulid(after.from()),
            DELAYED, Attributes.number(after.delayedUntil().toEpochMilli()),
            EXPIRES, expiry(after.delayedUntil()));
    Put.Builder cursor = Put.builder().tableName(settings.controlTable()).item(item);
    if (before.equals(Cursor.START)) {
      cursor.conditionExpression("attribute_not_exists(head)");
    } else {
      cursor
          .conditionExpression("head = :before")
          .expressionAttributeValues(Map.of(":before", Attributes.ulid(before.from())));
    }
    boolean isMoved =
        commit(
            queue,
            TransactWriteItem.builder().put(cursor.build()).build(),
            rechecks,
            "a cursor could not be moved");
    if (isMoved) {
      seen.computeIfPresent(queue, (key, cursors) -> with(cursors, shard, after));
    } else {
      tried.remove(place);
    }
    return isMoved;
  }

  private boolean isFirst(QueueShard place, Ulid before) {
    return tried.put(place, before).filter(before::equals).isEmpty();
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
    if (others.isEmpty()) {
      return remove(key);
    }
    TransactWriteItem delete =
        TransactWriteItem.builder()
            .delete(
                d ->
                    d.tableName(settings.controlTable())
                        .key(key)
                        .conditionExpression("attribute_exists(pk)"))
            .build();
    return commit(queue, delete, others, NOT_REPLACED);
  }

  private boolean remove(Map<String, AttributeValue> key) {
    try {
      dynamoDb.once().deleteItem(d -> d.tableName(settings.controlTable()).key(key));
      return true;
    } catch (SdkException leftToTheNext) {
      Meter.current().warn(NOT_REPLACED, leftToTheNext);
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
    rechecks.forEach(
        recheck ->
            all.add(
                TransactWriteItem.builder()
                    .put(p -> p.tableName(settings.controlTable()).item(item(queue, recheck)))
                    .build()));
    try {
      dynamoDb.once().transactWriteItems(r -> r.transactItems(all));
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
    parallel.each(
        rechecks.stream().map(recheck -> item(queue, recheck)).toList(),
        item -> dynamoDb.client().putItem(p -> p.tableName(settings.controlTable()).item(item)));
  }

  private Map<String, AttributeValue> item(QueueKey queue, Recheck.Planned recheck) {
    IdRange range = recheck.range();
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
    Instant now = clock.instant();
    Instant from = time.isAfter(now) ? time : now;
    return Attributes.number(from.plus(settings.limits().longestStay()).getEpochSecond());
  }
}
