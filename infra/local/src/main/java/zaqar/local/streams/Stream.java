// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of a table, as DynamoDB shows it. Every method throws what the SDK throws. */
record Stream(DynamoDbStreamsClient client, String arn) {
  /** The stream of a table that has one. */
  static Stream of(String table, DynamoDbClient tables, DynamoDbStreamsClient client) {
    return new Stream(
        client, tables.describeTable(it -> it.tableName(table)).table().latestStreamArn());
  }

  /** All shards. */
  List<Shard> shards() {
    List<Shard> shards = new ArrayList<>();
    String last = null;
    do {
      DescribeStreamResponse page = page(last);
      shards.addAll(page.streamDescription().shards());
      last = page.streamDescription().lastEvaluatedShardId();
    } while (last != null);
    return shards;
  }

  private DescribeStreamResponse page(@Nullable String after) {
    return client.describeStream(it -> it.streamArn(arn).exclusiveStartShardId(after));
  }

  /** The shards to be read now: those whose parent is done, or gone. */
  static List<String> ready(List<Shard> shards, Positions positions) {
    Set<String> unfinished = new HashSet<>();
    shards.stream()
        .map(Shard::shardId)
        .filter(shard -> !positions.isDone(shard))
        .forEach(unfinished::add);
    return shards.stream()
        .filter(shard -> !unfinished.contains(String.valueOf(shard.parentShardId())))
        .map(Shard::shardId)
        .filter(unfinished::contains)
        .toList();
  }

  /** An iterator that goes on where these positions end; what was trimmed meanwhile is gone. */
  String iterator(String shard, Positions positions) {
    String position = positions.after(shard).orElse(null);
    if (position == null) {
      return iterator(shard, ShardIteratorType.TRIM_HORIZON, null);
    }
    if (position.equals(Positions.LATEST)) {
      return iterator(shard, ShardIteratorType.LATEST, null);
    }
    try {
      return iterator(shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, position);
    } catch (TrimmedDataAccessException e) {
      return iterator(shard, ShardIteratorType.TRIM_HORIZON, null);
    }
  }

  private String iterator(String shard, ShardIteratorType type, @Nullable String position) {
    return client
        .getShardIterator(
            it -> it.streamArn(arn).shardId(shard).shardIteratorType(type).sequenceNumber(position))
        .shardIterator();
  }

  GetRecordsResponse read(String iterator, int most) {
    return client.getRecords(it -> it.shardIterator(iterator).limit(most));
  }
}
