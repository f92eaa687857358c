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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.queues.StatsPage.Order;

/** Reads messages to count them, as {@link Counting} wants them. */
final class StatsStore {
  private final Platform platform;

  StatsStore(Platform platform) {
    this.platform = platform;
  }

  /** Statistics of the messages from {@code since} on. */
  Stats read(QueueInPool queue, int shards, Ulid since, Instant now) {
    StatsPage.Reader pages = (span, limit, order) -> page(queue, span, limit, order, now);
    return new Counting(pages, platform.parallel(), platform.random()).count(shards, since);
  }

  private StatsPage page(QueueInPool queue, IdRange span, int limit, Order order, Instant now) {
    if (span.isEmpty()) {
      return StatsPage.NOTHING;
    }
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(queue.table())
            .keyConditionExpression("p = :shard AND i BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":shard", MessageTable.messages(queue, span.shard()),
                    ":from", Attributes.ulid(span.from()),
                    ":to", Attributes.ulid(span.to())))
            .projectionExpression("i, u, x, w, d")
            .scanIndexForward(order.forward)
            .consistentRead(order.strong);
    if (limit < Integer.MAX_VALUE) {
      query.limit(limit);
    }
    QueryResponse response = platform.dynamoDb().client().query(query.build());
    List<Ulid> ids = new ArrayList<>();
    Stats stats = Stats.NOTHING;
    for (Map<String, AttributeValue> item : response.items()) {
      Ulid id = Objects.requireNonNull(Attributes.ulid(item, ID));
      ids.add(id);
      if (Attributes.number(item, EXPIRY) > now.getEpochSecond()) {
        stats = stats.plus(of(item, new MessageId(id, span.shard()), now));
      }
    }
    return new StatsPage(ids, stats, response.hasLastEvaluatedKey());
  }

  private static Stats of(Map<String, AttributeValue> item, MessageId id, Instant now) {
    return Stats.of(
        id,
        Instant.ofEpochMilli(Attributes.number(item, WRITTEN, id.ulid().getTime())),
        kind(item, now));
  }

  private static Stats.Kind kind(Map<String, AttributeValue> item, Instant now) {
    if (Attributes.number(item, CLAIMED_UNTIL) > now.toEpochMilli()) {
      return Stats.Kind.CLAIMED;
    }
    return Attributes.number(item, DELAYED_UNTIL, 0) > now.toEpochMilli()
        ? Stats.Kind.DELAYED
        : Stats.Kind.FREE;
  }
}
