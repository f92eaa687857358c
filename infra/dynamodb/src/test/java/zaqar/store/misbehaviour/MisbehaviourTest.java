// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.store.StoreClient;
import zaqar.store.api.Api;
import zaqar.store.api.Operations;
import zaqar.store.api.Protocol;
import zaqar.store.http.WithoutSockets;

class MisbehaviourTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final CountDownLatch isHeldUp = new CountDownLatch(1);
  private final CountDownLatch mayLand = new CountDownLatch(1);

  private StoreClient client(Misbehaviour misbehaviour) {
    MisbehavingStore store = new MisbehavingStore(misbehaviour, clock);
    return new StoreClient(store, way(store)).createItems();
  }

  private WithoutSockets way(MisbehavingStore store) {
    MisbehavingOperations operations =
        new MisbehavingOperations(new Api(store), store, this::holdUp);
    return new WithoutSockets(
        new Protocol(operations, store.clock()), Executors.newVirtualThreadPerTaskExecutor());
  }

  private void holdUp(Duration time) {
    isHeldUp.countDown();
    try {
      mayLand.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of which a hazard befalls each put. */
  private StoreClient client(Hazard hazard) {
    MisbehavingStore store = new MisbehavingStore(Misbehaviour.NONE.with(hazard, 1), clock);
    Api api = new Api(store);
    MisbehavingOperations bad = new MisbehavingOperations(api, store, this::holdUp);
    Operations operations =
        (operation, request) ->
            (operation.equals("PutItem") ? bad : api).answer(operation, request);
    return new StoreClient(
            store,
            new WithoutSockets(
                new Protocol(operations, clock), Executors.newVirtualThreadPerTaskExecutor()))
        .createItems();
  }

  private static Map<String, AttributeValue> item(int number) {
    return StoreClient.item(number, "a", StoreClient.text("a"));
  }

  @Test
  void partition_takesAThousandUnitsASecond() {
    StoreClient client = client(Misbehaviour.NONE.throttlingPartitions());
    for (int i = 0; i < 1000; i++) {
      client.put(item(i));
    }

    assertThatThrownBy(() -> client.put(item(1000)))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThat(client.get(0)).isNotEmpty();
    now = now.plus(SECOND);
    client.put(item(1000));
  }

  @Test
  void batch_isHalfDone() {
    StoreClient client = client(Misbehaviour.NONE.with(Hazard.ITEM_THROTTLED, 0.5));
    List<WriteRequest> writes =
        IntStream.range(0, 20)
            .mapToObj(i -> WriteRequest.builder().putRequest(p -> p.item(item(i))).build())
            .toList();

    int left =
        client
            .tables
            .batchWriteItem(r -> r.requestItems(Map.of("items", writes)))
            .unprocessedItems()
            .get("items")
            .size();

    assertThat(left).isBetween(1, 19);
    assertThat(client.store.table("items").count()).isEqualTo(20 - left);
  }

  @Test
  void write_meetsATransaction() {
    StoreClient client = client(Misbehaviour.NONE.withTransactionsUpTo(Duration.ofHours(1)));
    Put put = Put.builder().tableName("items").item(item(1)).build();
    client.tables.transactWriteItems(
        r -> r.transactItems(TransactWriteItem.builder().put(put).build()));

    assertThatThrownBy(() -> client.put(item(1))).isInstanceOf(TransactionConflictException.class);
    client.put(item(2));
    now = now.plus(Duration.ofHours(1));
    client.put(item(1));
  }

  @Test
  void statement_isDoneAndFailsBesideOthers() {
    StoreClient client = client(Misbehaviour.NONE.with(Hazard.WRITE_BROKEN, 0.5));
    List<BatchStatementRequest> statements =
        IntStream.range(0, 20)
            .mapToObj(i -> "INSERT INTO items VALUE {'p': 'p', 's': " + i + "}")
            .map(text -> BatchStatementRequest.builder().statement(text).build())
            .toList();

    List<BatchStatementResponse> responses =
        client.tables.batchExecuteStatement(r -> r.statements(statements)).responses();

    assertThat(responses)
        .filteredOn(response -> response.error() != null)
        .hasSizeBetween(1, 19)
        .allMatch(r -> r.error().code() == BatchStatementErrorCodeEnum.INTERNAL_SERVER_ERROR);
    assertThat(client.store.table("items").count()).isEqualTo(20);
  }

  @Test
  void answer_isLost() {
    StoreClient client = client(Hazard.ANSWER_LOST);

    assertThatThrownBy(() -> client.put(item(1))).isInstanceOf(SdkClientException.class);
    assertThat(client.store.table("items").count()).isEqualTo(1);
  }

  @Test
  void call_isLost() {
    StoreClient client = client(Hazard.CALL_LOST);

    assertThatThrownBy(() -> client.put(item(1))).isInstanceOf(SdkClientException.class);
    assertThat(client.store.table("items").count()).isZero();
  }

  @Test
  void call_isDoneAndBroken() {
    StoreClient client = client(Hazard.CALL_BROKEN);

    assertThatThrownBy(() -> client.put(item(1))).isInstanceOf(InternalServerErrorException.class);
    assertThat(client.store.table("items").count()).isEqualTo(1);
  }

  @Test
  void call_thatNobodyWaitsForAnyMoreLands() throws Exception {
    StoreClient client = client(Hazard.CALL_HELD_UP);
    Thread caller = Thread.ofVirtual().unstarted(() -> assertGivenUp(client));
    caller.start();
    isHeldUp.await();
    caller.interrupt();
    caller.join();
    assertThat(client.store.table("items").count()).isZero();

    mayLand.countDown();

    for (int i = 0; i < 500 && client.store.table("items").count() == 0; i++) {
      Thread.sleep(10);
    }
    assertThat(client.store.table("items").count()).isEqualTo(1);
  }

  private static void assertGivenUp(StoreClient client) {
    assertThatThrownBy(() -> client.put(item(1))).isInstanceOf(RuntimeException.class);
  }

  @Test
  void expired_staysForAWhile() {
    MisbehavingStore store =
        new MisbehavingStore(Misbehaviour.NONE.withTtlLag(Duration.ofDays(2)), clock);
    StoreClient client = new StoreClient(store, way(store)).createItems();
    client.tables.updateTimeToLive(
        r -> r.tableName("items").timeToLiveSpecification(t -> t.enabled(true).attributeName("a")));
    client.put(StoreClient.item(1, "a", StoreClient.number(now.getEpochSecond() - 1)));

    assertThat(store.expire()).isZero();
    now = now.plus(Duration.ofDays(2));
    assertThat(store.expire()).isEqualTo(1);
  }

  @Test
  void clock_isAhead() {
    MisbehavingStore store =
        new MisbehavingStore(Misbehaviour.NONE.ahead(Duration.ofHours(1)), clock);

    assertThat(store.clock().instant()).isEqualTo(now.plus(Duration.ofHours(1)));
  }

  @Test
  void shards_areDivided() {
    StoreClient client = client(Misbehaviour.NONE.dividingShardsAfter(10));
    for (int i = 0; i < 35; i++) {
      client.put(item(i));
    }
    String arn = client.tables.describeTable(r -> r.tableName("items")).table().latestStreamArn();
    StreamDescription stream =
        client.streams.describeStream(r -> r.streamArn(arn)).streamDescription();
    List<String> known = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (Shard shard : stream.shards()) {
      if (shard.parentShardId() != null) {
        assertThat(known).contains(shard.parentShardId());
      }
      known.add(shard.shardId());
      read.addAll(read(client, arn, shard));
    }

    assertThat(known).hasSize(7);
    assertThat(read).hasSize(35).doesNotHaveDuplicates();
  }

  private static List<String> read(StoreClient client, String arn, Shard shard) {
    Deque<String> iterators = new ArrayDeque<>();
    iterators.add(
        client
            .streams
            .getShardIterator(
                r ->
                    r.streamArn(arn)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator());
    List<String> read = new ArrayList<>();
    for (int pages = 0; pages < 20 && !iterators.isEmpty(); pages++) {
      String iterator = iterators.remove();
      GetRecordsResponse page = client.streams.getRecords(r -> r.shardIterator(iterator).limit(3));
      page.records().stream().map(Record::dynamodb).forEach(r -> read.add(r.sequenceNumber()));
      if (page.nextShardIterator() != null) {
        iterators.add(page.nextShardIterator());
      }
    }
    return read;
  }

  @Test
  void seed_doesTheSameAgain() {
    assertThat(failures(7)).isEqualTo(failures(7)).isNotEqualTo(failures(8));
  }

  private List<Integer> failures(long seed) {
    Misbehaviour misbehaviour = Misbehaviour.NONE.with(Hazard.WRITE_CONFLICTS, 0.3).by(seed);
    StoreClient client = client(misbehaviour);
    List<Integer> failures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      try {
        client.put(item(i));
      } catch (TransactionConflictException e) {
        failures.add(i);
      }
    }
    return failures;
  }
}
