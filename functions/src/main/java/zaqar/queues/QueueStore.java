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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.CapacityMeter;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Transactions;
import zaqar.http.Json;
import zaqar.http.Truncation;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/**
 * Queues as listed, each changed in one transaction with its state, so that the two cannot
 * disagree.
 */
record QueueStore(Platform platform, ControlItems items, QueueStateStore states) {
  private static final int LONGEST_MARKER = 255;

  /**
   * Four megabytes: twenty thousand queues with little metadata, or sixty with as much as can be.
   */
  static final int COUNT_UNITS = 1024;

  /** Each is followed by one more with every change. */
  private static final long FIRST_VERSIONS = Long.MAX_VALUE / 2;

  /** A page of queues, whether more follow, and how many read units it took. */
  record Slice(List<Queue> queues, boolean more, double units) {}

  Optional<Queue> get(QueueKey queue) {
    return items.find(ControlTable.queue(queue)).map(QueueStore::parse);
  }

  /**
   * Up to {@code limit} queues whose names come after {@code marker}, by name. Any string is a
   * marker; of one that is longer than names can be, the beginning says enough.
   *
   * @param marker empty to begin with the first
   */
  Slice listAfter(ProjectId project, String marker, int limit) {
    QueryResponse page =
        items.page(ControlTable.queuesOf(project), Truncation.of(marker, LONGEST_MARKER), limit);
    return new Slice(
        page.items().stream().map(QueueStore::parse).toList(),
        page.hasLastEvaluatedKey(),
        CapacityMeter.of(page));
  }

  /**
   * Creates a queue that is not listed; its state may be there from an earlier life, and keeps what
   * it knows of the messages. Its first version is random, so that none is of two lives, however
   * soon one follows the other.
   *
   * @param growth how many shards there will be; empty to keep those there are, or one
   * @param pool where its messages will be; messages of an earlier life stay behind in another
   */
  CommitResult createIfAbsent(
      QueueKey queue, ObjectNode metadata, OptionalInt growth, PoolTable pool) {
    long life = platform.random().nextLong(1, FIRST_VERSIONS);
    // Tells the pool that it holds the queue: it is not deleted before that has left.
    TransactWriteItem entered = items.put(ControlTable.queueIn(pool.pool(), queue));
    return commit(
        queue,
        items.putIfAbsent(item(queue, metadata, life)),
        grown(
            growth,
            "SET listed = :listed, life = :life, reserved = :reserved, pool_name = :pool,"
                + " message_table = :table, longest = if_not_exists(longest, :longest)",
            " REMOVE expires",
            Map.of(
                ":listed", AttributeValue.fromBool(true),
                ":life", Attributes.number(life),
                ":reserved", reserved(metadata),
                ":pool", Attributes.text(pool.pool()),
                ":table", Attributes.text(pool.table()),
                ":longest", Attributes.number(0))),
        pool.isCounted() ? List.of(entered, open(pool)) : List.of());
  }

  /** Holds only while the pool is that table and takes queues; whoever fails chooses again. */
  private TransactWriteItem open(PoolTable pool) {
    return TransactWriteItem.builder()
        .conditionCheck(
            c ->
                c.tableName(items.table())
                    .key(ControlTable.pool(pool.pool()))
                    .conditionExpression("attribute_not_exists(closing) AND uri = :uri")
                    .expressionAttributeValues(
                        Map.of(":uri", Attributes.text(ControlTable.uri(pool.table())))))
        .build();
  }

  /** With a growth, on condition that it is none that lowers the number of shards. */
  private StateUpdate grown(
      OptionalInt growth, String update, String end, Map<String, AttributeValue> values) {
    if (growth.isEmpty()) {
      return new StateUpdate(update + end, null, values);
    }
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":shards", Attributes.number(growth.getAsInt()));
    all.put(":grown", Attributes.number(platform.now().latest().toEpochMilli()));
    return new StateUpdate(
        update + ", shards = :shards, grown = :grown" + end,
        "attribute_not_exists(shards) OR shards < :shards",
        all);
  }

  /** Replaces the metadata if nobody else did since it was read; the loser reads again. */
  CommitResult replaceIfUnchanged(
      QueueKey queue, Queue before, ObjectNode metadata, OptionalInt growth) {
    return commit(
        queue,
        items.putIfVersion(item(queue, metadata, before.version() + 1), before.version()),
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
    return commit(
        queue,
        Transactions.deleteIf(
            items.table(), ControlTable.queue(queue), "attribute_exists(pk)", Map.of()),
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
        pool.isDefault()
            ? List.of()
            : List.of(items.delete(ControlTable.queueIn(pool.pool(), queue))));
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
    for (QueryResponse page : pages(queues(project))) {
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
    for (QueryResponse page : pages(queues(project).limit(most))) {
      found += page.count();
      if (found >= most) {
        return true;
      }
    }
    return false;
  }

  private QueryRequest.Builder queues(ProjectId project) {
    return QueryRequest.builder()
        .tableName(items.table())
        .keyConditionExpression("pk = :project")
        .expressionAttributeValues(Map.of(":project", ControlTable.queuesOf(project)))
        .consistentRead(true)
        .select(Select.COUNT);
  }

  private QueryIterable pages(QueryRequest.Builder query) {
    return platform.dynamoDb().client().queryPaginator(query.build());
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
  private CommitResult commit(
      QueueKey queue,
      TransactWriteItem listed,
      StateUpdate update,
      List<TransactWriteItem> ofPool) {
    TransactWriteItem state =
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(items.table())
                        .key(ControlTable.state(queue))
                        .updateExpression(update.update())
                        .conditionExpression(update.condition())
                        .expressionAttributeValues(update.values()))
            .build();
    states.forget(queue);
    try {
      List<TransactWriteItem> all = new ArrayList<>(List.of(listed, state));
      all.addAll(ofPool);
      Set<Integer> refused = new Transactions(platform).commit(all);
      if (refused.isEmpty()) {
        return CommitResult.DONE;
      }
      if (refused.contains(0)) {
        return CommitResult.QUEUE_DIFFERS;
      }
      return refused.contains(1) ? CommitResult.STATE_DIFFERS : CommitResult.POOL_DIFFERS;
    } finally {
      states.forget(queue);
    }
  }
}
