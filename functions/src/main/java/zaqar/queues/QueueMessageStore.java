// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.MessageTable.CLAIMED_UNTIL;
import static zaqar.dynamodb.MessageTable.DELAYED_UNTIL;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.MessageCounter.Order;
import zaqar.queues.MessageCounter.Page;

/**
 * The messages of a queue as a whole: counts them, and deletes the few that are too young to be
 * left behind by raising the queue's {@code since}.
 */
record QueueMessageStore(Platform platform) {
  /**
   * Statistics of the messages that a queue has by its state.
   *
   * @param now before the state was read, by this instance's own clock
   */
  Stats count(QueueKey queue, QueueState state, Instant now) {
    QueueInPool place = state.place(queue);
    MessageCounter.Reader pages = (range, limit, order) -> page(place, range, limit, order, now);
    Ulid since = state.oldest(platform.at(now).earliest());
    return new MessageCounter(pages, platform.parallel()).count(state.shards(), since);
  }

  private Page page(QueueInPool queue, IdRange range, int limit, Order order, Instant now) {
    if (range.isEmpty()) {
      return Page.NOTHING;
    }
    QueryRequest query =
        MessageTable.range(queue, range.shard(), range.from(), range.to())
            .projectionExpression("i, u, x, w, d")
            .scanIndexForward(order.forward)
            .consistentRead(order.strong)
            .limit(limit)
            .build();
    QueryResponse response = platform.dynamoDb().client().query(query);
    List<Ulid> ids = new ArrayList<>(response.count());
    Map<String, AttributeValue> first = null;
    Map<String, AttributeValue> last = null;
    long claimed = 0;
    long free = 0;
    long delayed = 0;
    for (Map<String, AttributeValue> item : response.items()) {
      ids.add(id(item));
      if (Attributes.number(item, EXPIRY) > now.getEpochSecond()) {
        first = first == null ? item : first;
        last = item;
        if (Attributes.number(item, CLAIMED_UNTIL) > now.toEpochMilli()) {
          claimed++;
        } else if (Attributes.number(item, DELAYED_UNTIL, 0) > now.toEpochMilli()) {
          delayed++;
        } else {
          free++;
        }
      }
    }
    Optional<Stats.Mark> oldest = mark(order.forward ? first : last, range.shard());
    Optional<Stats.Mark> newest = mark(order.forward ? last : first, range.shard());
    return new Page(
        ids, new Stats(claimed, free, delayed, oldest, newest), response.hasLastEvaluatedKey());
  }

  private static Ulid id(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(Attributes.ulid(item, ID));
  }

  private static Optional<Stats.Mark> mark(@Nullable Map<String, AttributeValue> item, int shard) {
    if (item == null) {
      return Optional.empty();
    }
    Ulid id = id(item);
    long created = Attributes.number(item, WRITTEN, id.getTime());
    return Optional.of(new Stats.Mark(new MessageId(id, shard), Instant.ofEpochMilli(created)));
  }

  /**
   * Deletes every message with an id from {@code from} to {@code to}. The end is that of the
   * request that asked for it: one that is held up must not delete what came after its answer.
   */
  void deleteAll(QueueInPool queue, int shards, Ulid from, Ulid to) {
    BatchWrites writes = new BatchWrites(platform);
    List<QueryRequest> queries =
        IntStream.range(0, shards)
            .mapToObj(shard -> MessageTable.range(queue, shard, from, to))
            .map(query -> query.projectionExpression("p, i").consistentRead(true).build())
            .toList();
    platform
        .parallel()
        .each(
            queries,
            query ->
                platform
                    .dynamoDb()
                    .client()
                    .queryPaginator(query)
                    .forEach(page -> writes.deleteAll(queue.table(), page.items())));
  }
}
