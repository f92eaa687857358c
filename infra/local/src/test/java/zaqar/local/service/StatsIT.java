// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.QueueInPool;
import zaqar.messages.MessageItems;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.settings.Settings;

/** What stats say of queues of all lengths, and what that costs. */
class StatsIT {
  private static final int MANY = Boolean.getBoolean("zaqar.long") ? 100_000 : 30_000;
  private static final Duration AGE = Duration.ofHours(2);
  private static final Duration TTL = Duration.ofHours(4);
  private static final int WRITERS = 8;
  private static final ClientId AUTHOR = new ClientId(new UUID(1, 2));

  /** Ahead of the store, which removes nothing that has expired by this clock. */
  private final MovableClock clock = MovableClock.ahead(Duration.ofDays(1));

  private final Instance instance = new Instance(clock, Map.of(), new StoreDate(clock));
  private final Settings settings = Settings.from(TestStore.environment(Map.of()));
  private final DynamoDb dynamoDb =
      DynamoDb.connect(settings, clock, DynamoDb.connections(), new StoreDate(clock));
  private final Random random = new Random(11);

  /** What was put into a queue and lives. */
  private record Content(
      String queue, int claimed, int free, int delayed, MessageId oldest, MessageId newest) {
    int total() {
      return claimed + free + delayed;
    }
  }

  /**
   * Fills a queue with messages of the last two hours: one of ten has expired, the older half of
   * the others is claimed, one of seven is delayed.
   */
  private Content fill(int count) {
    String queue = UUID.randomUUID().toString();
    QueueKey key = new QueueKey(new ProjectId("p"), new QueueName(queue));
    QueueInPool place = new QueueInPool(key, settings.messageTable());
    Instant now = clock.instant();
    long[] times =
        random.longs(count, now.minus(AGE).toEpochMilli(), now.toEpochMilli()).sorted().toArray();
    List<WriteRequest> writes = new ArrayList<>();
    int claimed = 0;
    int delayed = 0;
    List<MessageId> live = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Ulid ulid = new Ulid((times[i] << 16) + (i & 0xffff), random.nextLong());
      boolean isExpired = i % 10 == 0 && count > 1;
      boolean isClaimed = i < count / 2;
      Map<String, AttributeValue> item =
          item(place, new MessageId(ulid, 0), isExpired ? now.minus(TTL).minus(AGE) : now, i);
      if (isClaimed) {
        item.put(MessageTable.CLAIMED_UNTIL, Attributes.number(now.plus(TTL).toEpochMilli()));
      }
      if (!isExpired) {
        live.add(new MessageId(ulid, 0));
        claimed += isClaimed ? 1 : 0;
        delayed += !isClaimed && item.containsKey(MessageTable.DELAYED_UNTIL) ? 1 : 0;
      }
      writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
    }
    write(writes);
    int free = live.size() - claimed - delayed;
    return new Content(queue, claimed, free, delayed, live.getFirst(), live.getLast());
  }

  private static Map<String, AttributeValue> item(
      QueueInPool place, MessageId id, Instant posted, int i) {
    Instant delayedUntil = i % 7 == 0 && i % 10 != 0 ? posted.plus(TTL) : Instant.EPOCH;
    Instant created = Instant.ofEpochMilli(id.ulid().getTime());
    String body = '"' + "b".repeat(i % 2 == 0 ? 100 : 850) + '"';
    return new HashMap<>(
        MessageItems.write(
                place,
                new MessageItems.NewMessage(
                    id,
                    AUTHOR,
                    Optional.empty(),
                    0,
                    created,
                    TTL,
                    delayedUntil,
                    0,
                    body,
                    Optional.empty()),
                Optional.empty(),
                posted)
            .message());
  }

  private void write(List<WriteRequest> writes) {
    Parallel parallel = new Parallel(Executors.newFixedThreadPool(WRITERS));
    parallel.each(
        Chunks.of(writes, Chunks.WRITES),
        chunk -> dynamoDb.client().batchWriteItem(b -> b.requestItems(Map.of(table(), chunk))));
  }

  private String table() {
    return settings.messageTable();
  }

  private JsonNode stats(String queue) {
    Instance.Reply reply = instance.call("GET", queue + "/stats", "");
    assertThat(reply.status()).as("%s", instance.log()).isEqualTo(200);
    return reply.body().get("messages");
  }

  private void assertEnds(JsonNode stats, Content content) {
    assertThat(stats.at("/oldest/href").asText()).endsWith("/" + content.oldest());
    assertThat(stats.at("/newest/href").asText()).endsWith("/" + content.newest());
  }

  private Calls.Cost assertExact(int count) {
    Content content = fill(count);
    instance.calls().start();
    JsonNode stats = stats(content.queue());
    Calls.Cost cost = instance.calls().stop();
    assertThat(stats.get("claimed").asInt()).isEqualTo(content.claimed());
    assertThat(stats.get("free").asInt()).isEqualTo(content.free());
    assertThat(stats.get("delayed").asInt()).isEqualTo(content.delayed());
    assertThat(stats.get("total").asInt()).isEqualTo(content.total());
    assertEnds(stats, content);
    return cost;
  }

  @Test
  void stats_ofOneMessageAreExactForTwoUnits() {
    assertThat(assertExact(1).reads()).isEqualTo(2);
  }

  @Test
  void stats_ofLessThanAThousandAreOneReadBesideTheState() {
    Calls.Cost cost = assertExact(999);

    assertThat(cost.names()).containsExactlyInAnyOrder("GetItem", "Query");
  }

  @Test
  void stats_ofMoreThanAThousandAreExact() {
    assertExact(1_000);
    assertExact(1_001);
  }

  @Test
  void stats_ofManyMoreAreRightWithinFivePercentForHardlyMoreThanOfTenThousand() {
    Calls.Cost exact = assertExact(10_000);
    Content content = fill(MANY);

    instance.calls().start();
    JsonNode stats = stats(content.queue());
    Calls.Cost cost = instance.calls().stop();

    System.out.printf(
        "stats of 10,000: %.0f units in %d calls and %d round trips; of %,d: %.0f in %d and %d: %s"
            + " of %s%n",
        exact.reads(),
        exact.names().size(),
        exact.roundTrips(),
        MANY,
        cost.reads(),
        cost.names().size(),
        cost.roundTrips(),
        stats,
        content);
    assertThat(cost.reads()).isLessThanOrEqualTo(1.25 * exact.reads());
    assertThat(stats.get("claimed").asInt()).isCloseTo(content.claimed(), fivePercent());
    assertThat(stats.get("free").asInt()).isCloseTo(content.free(), fivePercent());
    assertEnds(stats, content);
  }

  private static Percentage fivePercent() {
    return Percentage.withPercentage(5);
  }
}
