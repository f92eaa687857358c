// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.ControlTable.GROWN;
import static zaqar.dynamodb.ControlTable.LIFE;
import static zaqar.dynamodb.ControlTable.LISTED;
import static zaqar.dynamodb.ControlTable.LONGEST;
import static zaqar.dynamodb.ControlTable.POOL_NAME;
import static zaqar.dynamodb.ControlTable.POOL_TABLE;
import static zaqar.dynamodb.ControlTable.RESERVED;
import static zaqar.dynamodb.ControlTable.SHARDS;
import static zaqar.dynamodb.ControlTable.SINCE;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import zaqar.cache.BoundedMap;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.http.Json;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * Reads and changes the states of queues. Each request reads the state with strong consistency. The
 * last state seen is kept for two uses. If this process is the only one that posts, posts use a
 * state of the last second. All other requests use it as a guess, for a call beside the read that
 * proves the guess right or wrong.
 */
public final class QueueStateStore {
  private static final int MOST = 10_000;
  private static final int MOST_TEXTS = 1_000;
  private static final Duration RECENT = Duration.ofSeconds(1);

  private final DynamoDbClient client;
  private final ControlItems items;
  private final Settings settings;
  private final Platform platform;
  private final BoundedMap<QueueKey, Seen> seen = new BoundedMap<>(MOST);
  private final BoundedMap<String, ReservedMetadata> parsed = new BoundedMap<>(MOST_TEXTS);
  private final AtomicLong changes = new AtomicLong();
  private final QueueState unknown;

  /** Reads from the control table. */
  public QueueStateStore(Platform platform) {
    this.platform = platform;
    client = platform.dynamoDb().client();
    items = new ControlItems(platform);
    settings = platform.settings();
    unknown =
        QueueState.unknown(
            ReservedMetadata.read(Json.object(), settings.limits()),
            new PoolTable(PoolTable.DEFAULT, settings.messageTable()));
  }

  /**
   * The state as it is now. One read unit. Requests that depend on the clock read the state first,
   * so a clock that is off ends them here.
   */
  public QueueState read(QueueKey queue) {
    Reading reading = begin(queue);
    return end(reading, items.find(ControlTable.state(queue)).orElse(Map.of()));
  }

  /** A read of a queue's state that is under way. */
  record Reading(QueueKey queue, Instant asked, long changes) {}

  /** To be called before the state is read in another way. */
  Reading begin(QueueKey queue) {
    return new Reading(queue, platform.clock().instant(), changes.get());
  }

  /** The state in an item that was read; an empty one stands for none. */
  QueueState end(Reading reading, Map<String, AttributeValue> item) {
    platform.dynamoDb().clockGuard().require();
    QueueState state = item.isEmpty() ? unknown : parse(item);
    // A state that was read while any state was changed is not kept: it may be the old one.
    if (changes.get() == reading.changes()) {
      seen.put(reading.queue(), new Seen(state, reading.asked()));
      if (changes.get() != reading.changes()) {
        seen.remove(reading.queue());
      }
    }
    return state;
  }

  /** A state, and when the read of it was sent. */
  private record Seen(QueueState state, Instant asked) {}

  /**
   * What was found where a queue's messages are.
   *
   * @param state the queue's, as it is now
   */
  public record Located<T>(QueueState state, QueueInPool place, T found) {}

  /**
   * Makes a call where the queue's messages are, and reads the state at the same time. The call
   * goes to the place that this process saw last. If the state names another place, the call is
   * made again there.
   */
  public <T> Located<T> readWith(QueueKey queue, Function<QueueInPool, T> call) {
    return readWith(queue, false, call);
  }

  /** The same for a call that decides by the time, which is known after the first answer. */
  public <T> Located<T> readWithTime(QueueKey queue, Function<QueueInPool, T> call) {
    return readWith(queue, !platform.knowsTime(), call);
  }

  private <T> Located<T> readWith(
      QueueKey queue, boolean isStateFirst, Function<QueueInPool, T> call) {
    Parallel.Running<QueueState> reading = platform.parallel().start(() -> read(queue));
    if (isStateFirst) {
      reading.get();
    }
    QueueInPool guess = guessPlace(queue);
    T guessed = call.apply(guess);
    QueueState state = reading.get();
    QueueInPool place = state.place(queue);
    return new Located<>(state, place, place.equals(guess) ? guessed : call.apply(place));
  }

  /** The state as this process last saw it, however long ago: good for a guess and nothing else. */
  public Optional<QueueState> guess(QueueKey queue) {
    return seen.get(queue).map(Seen::state);
  }

  /**
   * Where the queue's messages are, as this process last saw it, or where those of most queues are:
   * good for a read beside the state's, which will prove it right or wrong.
   */
  public QueueInPool guessPlace(QueueKey queue) {
    return guess(queue).orElse(unknown).place(queue);
  }

  /**
   * A state at most a second old that is as good as the present one: only where this process alone
   * posts.
   */
  public Optional<QueueState> recent(QueueKey queue) {
    if (!settings.solePoster()) {
      return Optional.empty();
    }
    Instant oldest = platform.clock().instant().minus(RECENT);
    return seen.get(queue).filter(last -> !last.asked().isBefore(oldest)).map(Seen::state);
  }

  /**
   * Makes room for messages that live longer than those so far; to be called before one of them is
   * written. Readers take what is older than the longest life for expired, so this comes first. A
   * queue without state, or of which the longest life is not known, needs no room.
   */
  public void allow(QueueKey queue, QueueState state, Duration lifespan) {
    if (!state.isTooShortFor(lifespan)) {
      return;
    }
    Optional<Map<String, AttributeValue>> refused =
        update(
            queue,
            "SET longest = :longest",
            "longest < :longest",
            Map.of(":longest", Attributes.number(lifespan.toSeconds())));
    if (refused.isEmpty()) {
      seen.computeIfPresent(
          queue, (key, last) -> new Seen(last.state().with(lifespan), last.asked()));
    }
  }

  /**
   * Changes a state if a condition holds, and forgets what was seen of it. The loser gets the item
   * that stands, which is empty if there is none.
   */
  Optional<Map<String, AttributeValue>> change(
      QueueKey queue, String update, String condition, Map<String, AttributeValue> values) {
    forget(queue);
    try {
      return update(queue, update, condition, values);
    } finally {
      forget(queue);
    }
  }

  private Optional<Map<String, AttributeValue>> update(
      QueueKey queue, String update, String condition, Map<String, AttributeValue> values) {
    try {
      client.updateItem(
          r ->
              r.tableName(items.table())
                  .key(ControlTable.state(queue))
                  .updateExpression(update)
                  .conditionExpression(condition)
                  .expressionAttributeValues(values)
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Optional.empty();
    } catch (ConditionalCheckFailedException refused) {
      return Optional.of(refused.hasItem() ? refused.item() : Map.of());
    }
  }

  /** Forgets what was seen of a queue; to be called before and after its state is changed. */
  void forget(QueueKey queue) {
    changes.incrementAndGet();
    seen.remove(queue);
  }

  /** Deletes the state of a queue that never comes back; cursors and rechecks go by TTL. */
  void erase(QueueKey queue) {
    forget(queue);
    client.deleteItem(r -> r.tableName(items.table()).key(ControlTable.state(queue)));
    forget(queue);
  }

  private QueueState parse(Map<String, AttributeValue> item) {
    AttributeValue reserved = item.get(RESERVED);
    AttributeValue listed = item.get(LISTED);
    return new QueueState(
        listed != null && listed.bool(),
        reserved == null ? unknown.reserved() : reserved(reserved.s()),
        Attributes.number(item, LIFE, 0),
        Objects.requireNonNullElse(Attributes.ulid(item, SINCE), Ulid.MIN),
        item.containsKey(LONGEST)
            ? Optional.of(Duration.ofSeconds(Attributes.number(item, LONGEST)))
            : Optional.empty(),
        Instant.ofEpochMilli(Attributes.number(item, GROWN, 0)),
        item.containsKey(POOL_NAME)
            ? new PoolTable(Attributes.text(item, POOL_NAME), Attributes.text(item, POOL_TABLE))
            : unknown.pool(),
        (int) Attributes.number(item, SHARDS, 1));
  }

  /** Most queues have the same few texts, {@code {}} above all, so each is parsed once. */
  private ReservedMetadata reserved(String text) {
    return parsed
        .get(text)
        .orElseGet(
            () -> {
              ReservedMetadata read = ReservedMetadata.read(Json.parse(text), settings.limits());
              parsed.put(text, read);
              return read;
            });
  }
}
