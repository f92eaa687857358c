// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Sleeper;
import zaqar.encryption.DataKeys;
import zaqar.metrics.Metrics;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.queues.IdRange;
import zaqar.settings.TemplateVariables;

class ShardScanTest {
  private static final QueueInPool QUEUE =
      new QueueInPool(new QueueKey(new ProjectId("p"), new QueueName("q")), "messages");
  private static final int SHARD = 3;

  /** A shard in memory: answers queries from an id on, page by page. */
  private static final class Shard implements DynamoDbClient {
    private final List<Integer> limits = new ArrayList<>();
    private final List<Ulid> froms = new ArrayList<>();
    private final int size;

    Shard(int size) {
      this.size = size;
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      limits.add(request.limit());
      Ulid from = Ulid.from(request.expressionAttributeValues().get(":from").b().asByteArray());
      froms.add(from);
      List<Map<String, AttributeValue>> items =
          IntStream.rangeClosed(1, size)
              .filter(n -> id(n).compareTo(from) >= 0)
              .mapToObj(ShardScanTest::item)
              .toList();
      boolean more = items.size() > request.limit();
      return QueryResponse.builder()
          .items(more ? items.subList(0, request.limit()) : items)
          .lastEvaluatedKey(more ? items.get(request.limit() - 1) : null)
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static Ulid id(int n) {
    return Ulid.min(n);
  }

  private static Map<String, AttributeValue> item(int n) {
    MessageItems.NewMessage message =
        new MessageItems.NewMessage(
            new MessageId(id(n), SHARD),
            new ClientId(new UUID(1, 2)),
            Optional.empty(),
            0,
            SampleMessages.POSTED,
            Duration.ofHours(1),
            SampleMessages.POSTED,
            0,
            "1",
            Optional.empty());
    return MessageItems.write(QUEUE, message, Optional.empty(), SampleMessages.POSTED).message();
  }

  private static List<Message> messages(int... numbers) {
    return IntStream.of(numbers).mapToObj(n -> MessageItems.read(item(n))).toList();
  }

  private static ShardScan scan(Shard shard, Ulid from, int limit) {
    return scan(shard, from, limit, Ulid.MAX);
  }

  private static ShardScan scan(Shard shard, Ulid from, int limit, Ulid settled) {
    Clock clock = Clock.fixed(SampleMessages.POSTED, ZoneOffset.UTC);
    Platform platform =
        new Platform(
            new DynamoDb(shard, shard, new ClockGuard(clock, Duration.ZERO)),
            TemplateVariables.settings(),
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(1));
    MessageStore store =
        new MessageStore(
            platform, DataKeys.connect(platform, new Metrics("zaqar", clock, line -> {})));
    return new ShardScan(store, QUEUE, new IdRange(SHARD, from, Ulid.MAX), limit, settled);
  }

  @Test
  void scan_readsAllInOrderByEverLargerPages() {
    Shard shard = new Shard(10);
    ShardScan scan = scan(shard, Ulid.MIN, 2);
    scan.next();
    scan.next();
    assertThat(scan.hasMore()).isTrue();
    scan.next();
    assertThat(scan.hasMore()).isFalse();

    assertThat(shard.limits).containsExactly(2, 4, 8);
    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(1, 10));
    assertThat(scan.position()).isEqualTo(id(10).increment());
    assertThat(scan.bytes()).isGreaterThanOrEqualTo(10 * StoredBody.ITEM_OVERHEAD);
  }

  @Test
  void scan_readsWhatIsYoungByOnePage() {
    Shard shard = new Shard(10);
    ShardScan scan = scan(shard, Ulid.MIN, 2, id(4));
    scan.next();
    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(1, 2));
    scan.next();
    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(1, 6));
    scan.next();

    assertThat(scan.hasMore()).isFalse();
    assertThat(shard.froms).containsExactly(Ulid.MIN, id(2).increment(), id(4));
    assertThat(shard.limits).containsExactly(2, 4, 8);
    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(1, 10));
  }

  @Test
  void pages_neverGrowBeyondAThousand() {
    Shard shard = new Shard(1);
    ShardScan scan = scan(shard, Ulid.MIN, 600);
    scan.next();
    scan.next();
    scan.next();

    assertThat(shard.limits).containsExactly(600, 1000, 1000);
  }

  @Test
  void scan_beginsWhereItIsTold() {
    ShardScan scan = scan(new Shard(10), id(7), 2);

    assertThat(scan.next()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(7, 8));
    assertThat(scan.position()).isEqualTo(id(8).increment());
  }

  @Test
  void scan_ofAnEmptyShardEndsWhereItBegan() {
    ShardScan scan = scan(new Shard(0), id(7), 2);

    assertThat(scan.next()).isEmpty();
    assertThat(scan.hasMore()).isFalse();
    assertThat(scan.passed()).isEmpty();
  }

  private static ShardScan.PageAhead ahead(Ulid from, List<Message> messages) {
    return new ShardScan.PageAhead(
        QUEUE,
        new IdRange(SHARD, from, Ulid.MAX),
        new Parallel.Running<>(
            CompletableFuture.completedFuture(new MessageStore.Slice(messages, true))));
  }

  @Test
  void pageAhead_savesTheFirstRead() {
    ShardScan scan = scan(new Shard(10), id(2), 2);
    scan.takeAhead(List.of(ahead(Ulid.MIN, messages(1, 2, 3))));
    scan.next();

    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(2, 5));
  }

  @Test
  void pageAhead_thatBeganTooLateIsNotTaken() {
    ShardScan scan = scan(new Shard(10), id(2), 2);
    scan.takeAhead(List.of(ahead(id(3), messages(3, 4))));
    scan.next();

    assertThat(scan.passed()).map(m -> m.id().ulid()).containsExactlyElementsOf(ids(2, 3));
  }

  @Test
  void pageAhead_ofAnotherTableIsNotTaken() {
    ShardScan scan = scan(new Shard(10), id(2), 2);
    ShardScan.PageAhead page = ahead(Ulid.MIN, messages(1, 2, 3));
    QueueInPool other = new QueueInPool(QUEUE.queue(), "other");
    scan.takeAhead(List.of(new ShardScan.PageAhead(other, page.range(), page.reading())));

    assertThat(scan.passed()).isEmpty();
    assertThat(scan.position()).isEqualTo(id(2));
  }

  @Test
  void pageAhead_thatEndedTooEarlyMovesNothing() {
    ShardScan scan = scan(new Shard(10), id(5), 2);
    scan.takeAhead(List.of(ahead(Ulid.MIN, messages(1, 2))));

    assertThat(scan.passed()).isEmpty();
    assertThat(scan.hasMore()).isTrue();
    assertThat(scan.position()).isEqualTo(id(5));
  }

  private static List<Ulid> ids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(ShardScanTest::id).toList();
  }
}
