package zaqar.queues;

import static zaqar.dynamodb.MessageTable.CLAIMED_UNTIL;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;

/** Counts messages by reading them: exact, at one read unit for every 4 KB of them. */
final class StatsStore {
  private final DynamoDb dynamoDb;
  private final Parallel parallel;

  StatsStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    parallel = platform.parallel();
  }

  /** Statistics of the messages from {@code since} on. */
  Stats read(QueueInPool queue, int shards, Ulid since, Instant now) {
    List<Supplier<Stats>> reads =
        IntStream.range(0, shards)
            .<Supplier<Stats>>mapToObj(shard -> () -> readShard(queue, shard, since, now))
            .toList();
    return parallel.all(reads).stream().reduce(Stats.NOTHING, Stats::plus);
  }

  private Stats readShard(QueueInPool queue, int shard, Ulid since, Instant now) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(queue.table())
            .keyConditionExpression("p = :shard AND i >= :since")
            .expressionAttributeValues(
                Map.of(
                    ":shard", MessageTable.messages(queue, shard),
                    ":since", Attributes.ulid(since)))
            .projectionExpression("i, u, x, w")
            .consistentRead(true)
            .build();
    Stats stats = Stats.NOTHING;
    for (Map<String, AttributeValue> item : dynamoDb.client().queryPaginator(query).items()) {
      if (Attributes.number(item, EXPIRY) > now.getEpochSecond()) {
        stats = stats.plus(of(item, shard, now));
      }
    }
    return stats;
  }

  private static Stats of(Map<String, AttributeValue> item, int shard, Instant now) {
    Ulid id = Objects.requireNonNull(Attributes.ulid(item, ID));
    return Stats.of(
        new MessageId(id, shard),
        Instant.ofEpochMilli(Attributes.number(item, WRITTEN, id.getTime())),
        Attributes.number(item, CLAIMED_UNTIL) > now.toEpochMilli());
  }
}
