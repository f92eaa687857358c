package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/** Counts messages by reading them: exact, at one read unit for every 4 KB of them. */
final class StatsStore {
  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final Parallel parallel;

  StatsStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    parallel = platform.parallel();
  }

  /** Statistics of the messages from {@code since} on. */
  Stats read(QueueKey queue, int shards, Ulid since, Instant now) {
    List<Supplier<Stats>> reads =
        IntStream.range(0, shards)
            .<Supplier<Stats>>mapToObj(shard -> () -> readShard(queue, shard, since, now))
            .toList();
    return parallel.all(reads).stream().reduce(Stats.NOTHING, Stats::plus);
  }

  private Stats readShard(QueueKey queue, int shard, Ulid since, Instant now) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(settings.messageTable())
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
      stats = stats.plus(item, shard, now);
    }
    return stats;
  }
}
