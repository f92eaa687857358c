package zaqar.queues;

import static zaqar.dynamodb.ControlTable.DELAYED;
import static zaqar.dynamodb.ControlTable.FROM;
import static zaqar.dynamodb.ControlTable.GROWN;
import static zaqar.dynamodb.ControlTable.HINT;
import static zaqar.dynamodb.ControlTable.LIFE;
import static zaqar.dynamodb.ControlTable.LISTED;
import static zaqar.dynamodb.ControlTable.POOL_NAME;
import static zaqar.dynamodb.ControlTable.POOL_TABLE;
import static zaqar.dynamodb.ControlTable.RESERVED;
import static zaqar.dynamodb.ControlTable.SHARDS;
import static zaqar.dynamodb.ControlTable.SINCE;
import static zaqar.dynamodb.ControlTable.UNTIL;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Format;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.http.Json;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * Reads the states of queues: strongly, each time anew. What was read last is kept for two uses:
 * where this process is the only poster, posts go by a state of the last second; everybody else
 * takes it as a guess, to send a query beside the read that will prove it right or wrong.
 */
public final class QueueStates {
  private static final Duration RECENT = Duration.ofSeconds(1);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final Clock clock;
  private final StateMemory memory = new StateMemory();
  private final QueueState unknown;

  /** Reads from the control table. */
  public QueueStates(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    clock = platform.clock();
    unknown =
        QueueState.unknown(
            ReservedMetadata.read(Json.object(), settings.limits()),
            new PoolTable(PoolTable.DEFAULT, settings.messageTable()));
  }

  /**
   * The state as it is now. One read unit. Whoever decides by the clock reads the state first, so
   * this is where a clock that is off ends the request.
   */
  public QueueState read(QueueKey queue) {
    Instant asked = clock.instant();
    long changes = memory.changes();
    Map<String, AttributeValue> item =
        dynamoDb
            .client()
            .getItem(
                r ->
                    r.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .consistentRead(true))
            .item();
    dynamoDb.clockGuard().require();
    QueueState state =
        item.isEmpty() ? unknown : parse(Format.require("the state of a queue", item));
    memory.remember(queue, state, asked, changes);
    return state;
  }

  /** The state as this process last saw it, however long ago: good for a guess and nothing else. */
  public Optional<QueueState> guess(QueueKey queue) {
    return memory.recall(queue).map(StateMemory.Seen::state);
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
    Instant oldest = clock.instant().minus(RECENT);
    return memory
        .recall(queue)
        .filter(seen -> !seen.asked().isBefore(oldest))
        .map(StateMemory.Seen::state);
  }

  /** Takes note of a hint that this process has set, for its next guess. */
  public void learn(QueueKey queue, int shard, Hint hint) {
    memory.amend(queue, state -> state.with(shard, hint));
  }

  /** Forgets what was seen of a queue; to be called before and after its state is changed. */
  void forget(QueueKey queue) {
    memory.forget(queue);
  }

  /** Deletes the state of a queue that never comes back. */
  void erase(QueueKey queue) {
    memory.forget(queue);
    dynamoDb
        .client()
        .deleteItem(r -> r.tableName(settings.controlTable()).key(ControlTable.state(queue)));
    memory.forget(queue);
  }

  private QueueState parse(Map<String, AttributeValue> item) {
    int shards = (int) Attributes.number(item, SHARDS, 1);
    AttributeValue reserved = item.get(RESERVED);
    AttributeValue listed = item.get(LISTED);
    return new QueueState(
        listed != null && listed.bool(),
        reserved == null
            ? unknown.reserved()
            : ReservedMetadata.read(Json.parse(reserved.s()), settings.limits()),
        Attributes.number(item, LIFE, 0),
        Objects.requireNonNullElse(Attributes.ulid(item, SINCE), Ulid.MIN),
        Instant.ofEpochMilli(Attributes.number(item, GROWN, 0)),
        pool(item),
        IntStream.range(0, shards).mapToObj(shard -> hint(item, shard)).toList());
  }

  private PoolTable pool(Map<String, AttributeValue> item) {
    return item.containsKey(POOL_NAME)
        ? new PoolTable(Attributes.text(item, POOL_NAME), Attributes.text(item, POOL_TABLE))
        : unknown.pool();
  }

  private static Hint hint(Map<String, AttributeValue> item, int shard) {
    AttributeValue delayed = item.get(DELAYED + shard);
    return new Hint(
        Attributes.ulid(item, FROM + shard),
        Instant.ofEpochMilli(Attributes.number(item, UNTIL + shard, 0)),
        delayed != null && delayed.bool(),
        Attributes.number(item, HINT + shard, 0));
  }
}
