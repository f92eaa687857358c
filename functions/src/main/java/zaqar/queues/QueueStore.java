// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.ControlTable.METADATA;
import static zaqar.dynamodb.ControlTable.SINCE;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.VERSION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.CapacityMeter;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Transactions;
import zaqar.http.Json;
import zaqar.http.Truncation;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.settings.Settings;

/**
 * Queues as listed, each changed in one transaction with its state, so that the two cannot
 * disagree.
 */
final class QueueStore {
  private static final int LONGEST_MARKER = 255;

  /**
   * Four megabytes: twenty thousand queues with little metadata, or sixty with as much as can be.
   */
  static final int COUNT_UNITS = 1024;

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStateStore states;
  private final Transactions transactions;

  QueueStore(Platform platform, QueueStateStore states) {
    this.states = states;
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    transactions = new Transactions(platform);
  }

  /** A page of queues, whether more follow, and how many read units it took. */
  record Slice(List<Queue> queues, boolean more, double units) {}

  Optional<Queue> get(QueueKey queue) {
    Map<String, AttributeValue> item =
        dynamoDb
            .client()
            .getItem(
                r ->
                    r.tableName(settings.controlTable())
                        .key(ControlTable.queue(queue))
                        .consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(parse(item));
  }

  /**
   * Up to {@code limit} queues whose names come after {@code marker}, by name. Any string is a
   * marker; of one that is longer than names can be, the beginning says enough.
   */
  Slice listAfter(ProjectId project, @Nullable String marker, int limit) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":project", ControlTable.queuesOf(project));
    if (marker != null) {
      values.put(":marker", Attributes.text(Truncation.of(marker, LONGEST_MARKER)));
    }
    QueryResponse page =
        dynamoDb
            .client()
            .query(
                r ->
                    r.tableName(settings.controlTable())
                        .keyConditionExpression(
                            marker == null ? "pk = :project" : "pk = :project AND sk > :marker")
                        .expressionAttributeValues(values)
                        .consistentRead(true)
                        .limit(limit));
    return new Slice(
        page.items().stream().map(QueueStore::parse).toList(),
        page.hasLastEvaluatedKey(),
        CapacityMeter.of(page));
  }

  /**
   * Creates a queue that is not listed; its state may be there from an earlier life, and keeps what
   * it knows of the messages. Its first version is the time, so that none is of two lives.
   *
   * @param growth empty to keep the shards there are, or one
   * @param pool where its messages will be; messages of an earlier life stay behind in another
   * @param now the latest that it is now
   */
  CommitResult createIfAbsent(
      QueueKey queue, ObjectNode metadata, Optional<Growth> growth, PoolTable pool, Instant now) {
    Put listed =
        Put.builder()
            .tableName(settings.controlTable())
            .item(item(queue, metadata, now.toEpochMilli()))
            .conditionExpression("attribute_not_exists(pk)")
            .build();
    return commit(
        queue,
        TransactWriteItem.builder().put(listed).build(),
        grown(
            growth,
            "SET listed = :listed, life = :life, reserved = :reserved, pool_name = :pool,"
                + " message_table = :table, longest = if_not_exists(longest, :longest)",
            " REMOVE expires",
            Map.of(
                ":listed", AttributeValue.fromBool(true),
                ":life", Attributes.number(now.toEpochMilli()),
                ":reserved", reserved(metadata),
                ":pool", Attributes.text(pool.pool()),
                ":table", Attributes.text(pool.table()),
                ":longest", Attributes.number(0))),
        pool.isCounted() ? List.of(entered(pool, queue), open(pool)) : List.of());
  }

  /** Tells a pool that it holds a queue: it is not deleted before that has left. */
  private TransactWriteItem entered(PoolTable pool, QueueKey queue) {
    Map<String, AttributeValue> item = ControlTable.queueIn(pool.pool(), queue);
    return TransactWriteItem.builder()
        .put(p -> p.tableName(settings.controlTable()).item(item))
        .build();
  }

  private TransactWriteItem left(PoolTable pool, QueueKey queue) {
    Map<String, AttributeValue> key = ControlTable.queueIn(pool.pool(), queue);
    return TransactWriteItem.builder()
        .delete(d -> d.tableName(settings.controlTable()).key(key))
        .build();
  }

  /** Holds only while the pool is that table and takes queues; whoever fails chooses again. */
  private TransactWriteItem open(PoolTable pool) {
    return TransactWriteItem.builder()
        .conditionCheck(
            c ->
                c.tableName(settings.controlTable())
                    .key(ControlTable.pool(pool.pool()))
                    .conditionExpression("attribute_not_exists(closing) AND uri = :uri")
                    .expressionAttributeValues(
                        Map.of(":uri", Attributes.text(ControlTable.uri(pool.table())))))
        .build();
  }

  /**
   * More shards than before.
   *
   * @param at the latest that it is now
   */
  record Growth(int shards, Instant at) {}

  /** With a growth, on condition that it is none that lowers the number of shards. */
  private static StateUpdate grown(
      Optional<Growth> growth, String update, String end, Map<String, AttributeValue> values) {
    if (growth.isEmpty()) {
      return new StateUpdate(update + end, null, values);
    }
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":shards", Attributes.number(growth.get().shards()));
    all.put(":grown", Attributes.number(growth.get().at().toEpochMilli()));
    return new StateUpdate(
        update + ", shards = :shards, grown = :grown" + end,
        "attribute_not_exists(shards) OR shards < :shards",
        all);
  }

  /** Replaces the metadata if nobody else did since it was read; the loser reads again. */
  CommitResult replaceIfUnchanged(
      QueueKey queue, Queue before, ObjectNode metadata, Optional<Growth> growth) {
    Put listed =
        Put.builder()
            .tableName(settings.controlTable())
            .item(item(queue, metadata, before.version() + 1))
            .conditionExpression("version = :version")
            .expressionAttributeValues(Map.of(":version", Attributes.number(before.version())))
            .build();
    return commit(
        queue,
        TransactWriteItem.builder().put(listed).build(),
        grown(growth, "SET reserved = :reserved", "", Map.of(":reserved", reserved(metadata))),
        List.of());
  }

  /**
   * Deletes a queue, and with it all its messages older than {@code since}: the life that was read,
   * and none that came after it. A state that has left behind more than that already differs.
   *
   * @param read the state that it was found in
   * @param expires when the state can go, too
   */
  CommitResult deleteIfSameLife(QueueKey queue, QueueState read, Ulid since, Instant expires) {
    PoolTable pool = read.pool();
    Delete listed =
        Delete.builder()
            .tableName(settings.controlTable())
            .key(ControlTable.queue(queue))
            .conditionExpression("attribute_exists(pk)")
            .build();
    return commit(
        queue,
        TransactWriteItem.builder().delete(listed).build(),
        new StateUpdate(
            "SET listed = :listed, since = :since, expires = :expires REMOVE reserved, life",
            "(life = :life OR (attribute_not_exists(life) AND :life = :zero))"
                + " AND (attribute_not_exists(since) OR since <= :since)"
                + " AND (attribute_not_exists(pool_name) OR pool_name = :pool)",
            Map.of(
                ":listed", AttributeValue.fromBool(false),
                ":life", Attributes.number(read.life()),
                ":zero", Attributes.number(0),
                ":since", Attributes.ulid(since),
                ":pool", Attributes.text(pool.pool()),
                ":expires", Attributes.number(expires.getEpochSecond()))),
        pool.isDefault() ? List.of() : List.of(left(pool, queue)));
  }

  /**
   * Takes everything older than {@code since} out of a queue, whether or not it is listed. The
   * loser gets the later {@code since} that stands: what lies before it is another's to sweep.
   *
   * @return from where on messages are left; {@link Ulid#MIN} if the queue has no state, and so no
   *     messages
   */
  Ulid purgeBefore(QueueKey queue, Ulid since) {
    return states
        .change(
            queue,
            "SET since = :since",
            "attribute_exists(pk) AND (attribute_not_exists(since) OR since < :since)",
            Map.of(":since", Attributes.ulid(since)))
        .map(standing -> Objects.requireNonNullElse(Attributes.ulid(standing, SINCE), Ulid.MIN))
        .orElse(since);
  }

  private static Map<String, AttributeValue> item(
      QueueKey queue, ObjectNode metadata, long version) {
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.queue(queue));
    item.put(METADATA, Attributes.text(Json.write(metadata)));
    item.put(VERSION, Attributes.number(version));
    return item;
  }

  private static AttributeValue reserved(ObjectNode metadata) {
    return Attributes.text(Json.write(ReservedMetadata.extract(metadata)));
  }

  private static Queue parse(Map<String, AttributeValue> item) {
    return new Queue(
        new QueueName(Attributes.text(item, SORT)),
        (ObjectNode) Json.parse(Attributes.text(item, METADATA)),
        Attributes.number(item, VERSION));
  }

  /**
   * How many queues a project has; reads all of them. Empty where they are too many, or their
   * metadata too large, to be counted within {@link #COUNT_UNITS}.
   */
  OptionalLong count(ProjectId project) {
    long found = 0;
    double units = 0;
    for (QueryResponse page : dynamoDb.client().queryPaginator(queues(project).build())) {
      found += page.count();
      units += CapacityMeter.of(page);
      if (page.hasLastEvaluatedKey() && units >= COUNT_UNITS) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(found);
  }

  /** Whether a project has so many queues; reads no more than those. */
  boolean hasAtLeast(int most, ProjectId project) {
    long found = 0;
    for (QueryResponse page :
        dynamoDb.client().queryPaginator(queues(project).limit(most).build())) {
      found += page.count();
      if (found >= most) {
        return true;
      }
    }
    return false;
  }

  private QueryRequest.Builder queues(ProjectId project) {
    return QueryRequest.builder()
        .tableName(settings.controlTable())
        .keyConditionExpression("pk = :project")
        .expressionAttributeValues(Map.of(":project", ControlTable.queuesOf(project)))
        .consistentRead(true)
        .select(Select.COUNT);
  }

  /** What became of a change. */
  enum CommitResult {
    DONE,
    /** The condition on the queue as listed does not hold. */
    QUEUE_DIFFERS,
    /** The condition on the state does not hold: somebody else has changed it. */
    STATE_DIFFERS,
    /** The pool that was chosen takes no queues any more. */
    POOL_DIFFERS
  }

  /**
   * A change of a state.
   *
   * @param condition null if it fits every state
   */
  record StateUpdate(
      String update, @Nullable String condition, Map<String, AttributeValue> values) {}

  /**
   * Makes all changes or none.
   *
   * @param ofPool changes of what the pool knows of its queues
   */
  CommitResult commit(
      QueueKey queue,
      TransactWriteItem listed,
      StateUpdate update,
      List<TransactWriteItem> ofPool) {
    TransactWriteItem state =
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression(update.update())
                        .conditionExpression(update.condition())
                        .expressionAttributeValues(update.values()))
            .build();
    states.forget(queue);
    try {
      List<TransactWriteItem> all = new ArrayList<>(List.of(listed, state));
      all.addAll(ofPool);
      return commit(all);
    } finally {
      states.forget(queue);
    }
  }

  private CommitResult commit(List<TransactWriteItem> writes) {
    Set<Integer> refused = transactions.commit(writes);
    if (refused.isEmpty()) {
      return CommitResult.DONE;
    }
    if (refused.contains(0)) {
      return CommitResult.QUEUE_DIFFERS;
    }
    return refused.contains(1) ? CommitResult.STATE_DIFFERS : CommitResult.POOL_DIFFERS;
  }
}
