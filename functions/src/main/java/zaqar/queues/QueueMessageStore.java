// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.MessageTable.CLAIMED_UNTIL;
import static zaqar.dynamodb.MessageTable.DELAYED_UNTIL;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.PARTITION;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.queues.MessageCounter.Order;
import zaqar.queues.MessageCounter.Page;

/**
 * The messages of a queue as a whole: counts them, and deletes the few that are too young to be
 * left behind by raising the queue's {@code since}.
 */
final class QueueMessageStore {
  private final Platform platform;
  private final BatchWrites writes;

  QueueMessageStore(Platform platform) {
    this.platform = platform;
    writes = new BatchWrites(platform);
  }

  /** Statistics of the messages from {@code since} on. */
  Stats count(QueueInPool queue, int shards, Ulid since, Instant now) {
    MessageCounter.Reader pages = (range, limit, order) -> page(queue, range, limit, order, now);
    return new MessageCounter(pages, platform.parallel()).count(shards, since);
  }

  private Page page(QueueInPool queue, IdRange range, int limit, Order order, Instant now) {
    if (range.isEmpty()) {
      return Page.NOTHING;
    }
    QueryRequest query =
        range(queue, range)
            .projectionExpression("i, u, x, w, d")
            .scanIndexForward(order.forward)
            .consistentRead(order.strong)
            .limit(limit)
            .build();
    QueryResponse response = platform.dynamoDb().client().query(query);
    List<Ulid> ids = new ArrayList<>(response.count());
    Stats.Tally tally = new Stats.Tally();
    for (Map<String, AttributeValue> item : response.items()) {
      Ulid id = Objects.requireNonNull(Attributes.ulid(item, ID));
      ids.add(id);
      if (Attributes.number(item, EXPIRY) > now.getEpochSecond()) {
        tally.add(mark(item, new MessageId(id, range.shard())), kind(item, now));
      }
    }
    return new Page(ids, tally.stats(), response.hasLastEvaluatedKey());
  }

  private static QueryRequest.Builder range(QueueInPool queue, IdRange range) {
    return QueryRequest.builder()
        .tableName(queue.table())
        .keyConditionExpression("p = :shard AND i BETWEEN :from AND :to")
        .expressionAttributeValues(
            Map.of(
                ":shard", MessageTable.messages(queue, range.shard()),
                ":from", Attributes.ulid(range.from()),
                ":to", Attributes.ulid(range.to())));
  }

  private static Stats.Mark mark(Map<String, AttributeValue> item, MessageId id) {
    return new Stats.Mark(
        id, Instant.ofEpochMilli(Attributes.number(item, WRITTEN, id.ulid().getTime())));
  }

  private static Stats.Kind kind(Map<String, AttributeValue> item, Instant now) {
    if (Attributes.number(item, CLAIMED_UNTIL) > now.toEpochMilli()) {
      return Stats.Kind.CLAIMED;
    }
    return Attributes.number(item, DELAYED_UNTIL, 0) > now.toEpochMilli()
        ? Stats.Kind.DELAYED
        : Stats.Kind.FREE;
  }

  /**
   * Deletes every message with an id from {@code from} to {@code to}. The end is that of the
   * request that asked for it: one that is held up must not delete what came after its answer.
   */
  void deleteAll(QueueInPool queue, int shards, Ulid from, Ulid to) {
    platform
        .parallel()
        .each(
            IntStream.range(0, shards).boxed().toList(),
            shard -> sweepShard(queue, shard, from, to));
  }

  private void sweepShard(QueueInPool queue, int shard, Ulid from, Ulid to) {
    QueryRequest query =
        range(queue, new IdRange(shard, from, to))
            .projectionExpression("p, i")
            .consistentRead(true)
            .build();
    for (QueryResponse page : platform.dynamoDb().client().queryPaginator(query)) {
      List<WriteRequest> deletes = new ArrayList<>();
      page.items().forEach(item -> deletes.add(delete(item)));
      writes.untilDone(queue.table(), deletes);
    }
  }

  private static WriteRequest delete(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = Map.of(PARTITION, item.get(PARTITION), ID, item.get(ID));
    return WriteRequest.builder().deleteRequest(d -> d.key(key)).build();
  }
}
