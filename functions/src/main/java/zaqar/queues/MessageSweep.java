// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.PARTITION;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;

/**
 * Deletes, one by one, the few messages that are too young to be left behind by raising a queue's
 * {@code since}.
 */
final class MessageSweep {
  private final DynamoDb dynamoDb;
  private final Parallel parallel;
  private final BatchWrites writes;

  MessageSweep(Platform platform) {
    dynamoDb = platform.dynamoDb();
    parallel = platform.parallel();
    writes = new BatchWrites(platform);
  }

  /**
   * Deletes every message with an id from {@code from} to {@code to}. The end is that of the
   * request that asked for it: one that is held up must not delete what came after its answer.
   */
  void delete(QueueInPool queue, int shards, Ulid from, Ulid to) {
    List<Supplier<Integer>> sweeps =
        IntStream.range(0, shards)
            .<Supplier<Integer>>mapToObj(shard -> () -> sweepShard(queue, shard, from, to))
            .toList();
    parallel.all(sweeps);
  }

  private int sweepShard(QueueInPool queue, int shard, Ulid from, Ulid to) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(queue.table())
            .keyConditionExpression("p = :shard AND i BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":shard",
                    MessageTable.messages(queue, shard),
                    ":from",
                    Attributes.ulid(from),
                    ":to",
                    Attributes.ulid(to)))
            .projectionExpression("p, i")
            .consistentRead(true)
            .build();
    int deleted = 0;
    for (QueryResponse page : dynamoDb.client().queryPaginator(query)) {
      List<WriteRequest> deletes = new ArrayList<>();
      page.items().forEach(item -> deletes.add(delete(item)));
      writes.untilDone(queue.table(), deletes);
      deleted += deletes.size();
    }
    return deleted;
  }

  private static WriteRequest delete(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = Map.of(PARTITION, item.get(PARTITION), ID, item.get(ID));
    return WriteRequest.builder().deleteRequest(d -> d.key(key)).build();
  }
}
