// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.kms.Kms;

/**
 * What each operation costs on one shard, as DynamoDB counts it. The numbers are part of the
 * design: one that grows is a bug.
 */
class CostIT {
  private final Instance instance = Instance.start();
  private final String queue = UUID.randomUUID().toString();

  @BeforeEach
  void createQueue() {
    instance.call("PUT", queue, "");
  }

  private Calls.Cost cost(Runnable request) {
    instance.calls().start();
    request.run();
    return instance.calls().stop();
  }

  private Calls.Cost cost(int status, String method, String path, String body) {
    return cost(
        () -> assertThat(instance.call(method, path, body).status()).as(path).isEqualTo(status));
  }

  private static void assertCost(Calls.Cost cost, double writes, double reads, int roundTrips) {
    assertThat(cost.writes()).as("write units of %s", cost).isEqualTo(writes);
    assertThat(cost.reads()).as("read units of %s", cost).isEqualTo(reads);
    assertThat(cost.roundTrips()).as("round trips of %s", cost).isEqualTo(roundTrips);
  }

  @Test
  void post_ofTenCostsTenWritesAndTwoReadsInTwoRoundTrips() {
    instance.post(queue, 1, 800);

    assertCost(cost(() -> instance.post(queue, 10, 800)), 10, 2, 2);
  }

  /** A transaction costs twice as much; the first repeat is written down, and looked for. */
  @Test
  void post_ofTenWithAKeyCostsTwiceAsMuchAndARepeatNextToNothing() {
    instance.post(queue, 1, 800);
    String message = "{\"ttl\":600,\"body\":\"" + Instance.letters(1, 798) + "\"}";
    String ten = "{\"messages\":[" + String.join(",", Collections.nCopies(10, message)) + "]}";
    Runnable post = () -> assertThat(instance.postOnce(queue, "key", ten).status()).isEqualTo(201);

    assertCost(cost(post), 22, 3, 2);
    assertCost(cost(post), 2, 3, 3);
    assertCost(cost(post), 0, 3, 1);
  }

  /** Two units for each queue beside those of the list. */
  @Test
  void list_withStatsCostsTwoReadsAQueue() {
    Sent plain = Sent.by(queue, "GET", "/v2/queues?limit=20", "");
    Sent withStats = Sent.by(queue, "GET", "/v2/queues?limit=20&with_stats=true", "");
    for (int i = 0; i < 8; i++) {
      instance.call(Sent.by(queue, "PUT", "/v2/queues/q" + i, ""));
    }
    Calls.Cost list = cost(() -> instance.call(plain));

    Calls.Cost cost =
        cost(() -> assertThat(instance.call(withStats).body().path("queues")).hasSize(8));

    assertThat(cost.writes()).isZero();
    assertThat(cost.reads()).isEqualTo(list.reads() + 16);
  }

  /** Four queues are counted at the same time; here their messages are more than 1,024 units. */
  @Test
  void list_withStatsEndsWhereItsUnitsDo() {
    for (int i = 0; i < 6; i++) {
      instance.call(Sent.by(queue, "PUT", "/v2/queues/q" + i, ""));
    }
    Instance patient = Instance.replayable(new MovableClock(), 1, Map.of());
    for (int i = 0; i < 56; i++) {
      fill(patient, "q" + i % 4);
    }
    String first = "/v2/queues?limit=5&with_stats=true";

    JsonNode page = instance.call(Sent.by(queue, "GET", first, "")).body();

    assertThat(page.path("queues")).hasSize(4);
    assertThat(page.at("/queues/3/stats/free").asInt()).isEqualTo(1400);
    String next = page.at("/links/0/href").asText();
    JsonNode rest = instance.call(Sent.by(queue, "GET", next, "")).body();
    assertThat(rest.path("queues").findValuesAsText("name")).containsExactly("q4", "q5");
    assertThat(rest.at("/queues/0/stats/total").asInt(-1)).isZero();
  }

  /**
   * Posts 280 messages of a write unit each to a queue of the project that has this test's name.
   */
  private void fill(Instance patient, String name) {
    String message = "{\"ttl\":600,\"body\":\"" + Instance.letters(1, 850) + "\"}";
    String messages = String.join(",", Collections.nCopies(100, message));
    String path = "/v2/queues/" + name + "/messages";
    Sent post = Sent.by(queue, "POST", path, "{\"messages\":[" + messages + "]}");
    assertThat(patient.call(post).status()).isEqualTo(201);
  }

  @Test
  void post_ofTenCostsTheSameEncrypted() {
    Instance encrypting = Instance.start(Map.of("EncryptionKeyArn", Kms.KEY));
    String metadata = "{\"_enable_encrypt_messages\": true}";
    assertThat(encrypting.call("PUT", queue + "-e", metadata).status()).isEqualTo(201);
    encrypting.post(queue + "-e", 1, 800);

    encrypting.calls().start();
    encrypting.post(queue + "-e", 10, 800);

    assertCost(encrypting.calls().stop(), 10, 2, 2);
  }

  @Test
  void post_costsTheSameWithAHundredSubscribers() {
    Instance instance = Instance.start(Map.of("RequireConfirmation", "false"));
    instance.post(queue, 1, 800);
    for (int i = 0; i < 100; i++) {
      String subscription = "{\"subscriber\": \"https://192.0.32.%d/\"}".formatted(i);
      assertThat(instance.call("POST", queue + "/subscriptions", subscription).status())
          .isEqualTo(201);
    }

    instance.calls().start();
    instance.post(queue, 10, 800);

    assertCost(instance.calls().stop(), 10, 2, 2);
  }

  @Test
  void post_ofTenWhereOneProcessPostsCostsTenWritesInOneRoundTrip() {
    Instance alone = Instance.start(Map.of("ClockToleranceMilliseconds", "0"));
    alone.post(queue, 1, 800);

    alone.calls().start();
    alone.post(queue, 10, 800);

    assertCost(alone.calls().stop(), 10, 0, 1);
  }

  @Test
  void details_costNothing() {
    instance.post(queue, 10, 800);
    String list = queue + "/messages?echo=true&limit=10";

    Calls.Cost plain = cost(200, "GET", list, "");

    assertCost(cost(200, "GET", list + "&detailed=true", ""), 0, plain.reads(), 1);
    assertCost(cost(201, "POST", queue + "/claims?limit=10&detailed=true", ""), 11, 1 + 3, 2);
  }

  /** The subscribers of the queue, the subscription, and with a failure the queue's policy. */
  @Test
  void delivery_writesAUnitWhenItsStateChangesAndNothingElse() throws Exception {
    try (Deliverer deliverer = new Deliverer(1, Map.of())) {
      String subscription = deliverer.subscribe("{}");

      assertDelivery(deliverer, 1, 2);
      assertDelivery(deliverer, 0, 2);
      deliverer.answer(503);
      assertDelivery(deliverer, 1, 3);
      assertDelivery(deliverer, 0, 3);
      deliverer.answer(204);
      assertDelivery(deliverer, 1, 2);

      deliverer.calls.start();
      deliverer.state(subscription);
      assertCost(deliverer.calls.stop(), 0, 1, 1);
      deliverer.calls.start();
      deliverer.instance.call("POST", subscription + "/test", "");
      assertCost(deliverer.calls.stop(), 1, 1, 2);
    }
  }

  private static void assertDelivery(Deliverer deliverer, double writes, double reads) {
    deliverer.clock.advance(Duration.ofSeconds(1));
    PlayedQueues.Entry announcement = deliverer.announcement(1);
    deliverer.calls.start();
    deliverer.handle(announcement);
    Calls.Cost cost = deliverer.calls.stop();
    assertThat(cost.writes()).as("write units of %s", cost).isEqualTo(writes);
    assertThat(cost.reads()).as("read units of %s", cost).isEqualTo(reads);
  }

  /**
   * Two items in a transaction, each twice; a search like a claim's, and the other queue's state.
   */
  @Test
  void redrive_costsFourWritesALetter() {
    String letters = queue + "-dead";
    instance.call("PUT", letters, "");
    instance.call(
        "PUT", queue + "-2", "{\"_max_claim_count\":0,\"_dead_letter_queue\":\"" + letters + "\"}");
    instance.post(queue + "-2", 10, 800);
    assertThat(instance.call("POST", queue + "-2/claims?limit=10", "").status()).isEqualTo(204);

    Calls.Cost cost = cost(200, "POST", letters + "/redrive", "");

    assertThat(cost.writes()).as("%s", cost).isEqualTo(40);
    assertThat(cost.reads()).isLessThanOrEqualTo(5);
  }

  @Test
  void claim_ofTenCostsElevenWritesInTwoRoundTrips() {
    instance.post(queue, 10, 800);

    Calls.Cost cost = cost(201, "POST", queue + "/claims?limit=10", "");

    assertCost(cost, 11, 1 + 3, 2);
  }

  /** A cursor and a recheck in one transaction; later, one write removes the recheck. */
  @Test
  void claim_thatPassesFortyCostsFourWritesMoreAndAnotherOneLater() {
    for (int i = 0; i < 3; i++) {
      instance.post(queue, 20, 100);
    }
    instance.clock().advance(Duration.ofSeconds(3));
    String minute = "{\"ttl\":60,\"grace\":60}";
    cost(201, "POST", queue + "/claims?limit=20", minute);
    assertThat(cost(201, "POST", queue + "/claims?limit=20", minute).writes()).isEqualTo(21 + 4);
    assertThat(cost(200, "DELETE", queue + "/messages?pop=20", "").writes()).isEqualTo(20);
    instance.clock().advance(Duration.ofSeconds(62));
    assertThat(cost(200, "DELETE", queue + "/messages?pop=20", "").writes()).isEqualTo(20);
    assertThat(cost(200, "DELETE", queue + "/messages?pop=20", "").writes()).isEqualTo(21);
  }

  @Test
  void claim_ofNothingCostsTwoReadsInOneRoundTripOnceTheQueueIsKnown() {
    assertCost(cost(204, "POST", queue + "/claims", ""), 0, 2, 2);
    assertCost(cost(204, "POST", queue + "/claims", ""), 0, 2, 1);
  }

  /** Chance decides how often it looks: 17 to 34 times, at what an empty claim or list costs. */
  @ParameterizedTest
  @CsvSource({"POST, /claims, 204", "GET, /messages?echo=true, 200"})
  void wait_ofTwentySecondsCostsAboutFiftyReads(String method, String path, int status) {
    MovableClock clock = MovableClock.standing(Instant.now());
    Instance waiting = Instance.replayable(clock, 1, Map.of("LongPollSeconds", "20"));
    Sent request = Sent.by("p", method, "/v2/queues/" + queue + path, "");
    waiting.call(request);

    waiting.calls().startWithoutHoldUp();
    assertThat(waiting.call(request.with(Map.of("prefer", "wait=20"))).status()).isEqualTo(status);
    Calls.Cost cost = waiting.calls().stop();

    assertThat(cost.writes()).isZero();
    assertThat(cost.reads()).isBetween(2 * 17.0, 2 * 25.0);
  }

  @Test
  void claim_ofNothingCostsAReadMoreForEachShard() {
    instance.call("PUT", queue + "-8", "{\"_shards\":8}");
    cost(204, "POST", queue + "-8/claims", "");

    assertCost(cost(204, "POST", queue + "-8/claims", ""), 0, 1 + 8, 1);
  }

  @Test
  void delete_costsOneWriteAndOneReadInOneRoundTrip() {
    List<String> ids = instance.post(queue, 1, 800);

    assertCost(cost(204, "DELETE", queue + "/messages/" + ids.getFirst(), ""), 1, 1, 1);
  }

  @Test
  void delete_withItsClaimCostsOneWriteAndOneReadInOneRoundTrip() {
    instance.post(queue, 1, 800);
    String href =
        instance.call("POST", queue + "/claims", "").body().at("/messages/0/href").asText();

    assertCost(cost(204, "DELETE", href.substring("/v2/queues/".length()), ""), 1, 1, 1);
  }

  /** The state of the queue that is asked for, and the first queue of the project. */
  @Test
  void queue_thatWouldBeOneTooManyCostsTwoReads() {
    Instance limited = Instance.start(Map.of("MaxQueuesPerProject", "1"));

    limited.calls().start();
    assertThat(limited.call("PUT", UUID.randomUUID().toString(), "").status()).isEqualTo(503);

    assertCost(limited.calls().stop(), 0, 2, 2);
  }

  @Test
  void queue_thatIsThereCostsOneReadMoreWithALimit() {
    Instance limited = Instance.start(Map.of("MaxQueuesPerProject", "1"));
    limited.call("PUT", queue, "");

    limited.calls().start();
    assertThat(limited.call("PUT", queue, "").status()).isEqualTo(204);

    assertThat(limited.calls().stop().reads()).isEqualTo(1 + cost(204, "PUT", queue, "").reads());
  }

  /** Of one pool; the second time, since then this instance knows what it is about. */
  @Test
  void healthCheck_costsEighteenWrites() {
    Instance operator = Instance.start(Map.of("AdminMode", "true"));
    assertThat(operator.health().status()).isEqualTo(200);

    operator.calls().start();
    assertThat(operator.health().status()).isEqualTo(200);

    Calls.Cost cost = operator.calls().stop();
    assertThat(cost.writes()).as("write units of %s", cost).isEqualTo(18);
    assertThat(cost.reads()).as("read units of %s", cost).isEqualTo(16);
  }

  @Test
  void list_ofTenSmallMessagesCostsFourReadsInOneRoundTrip() {
    instance.post(queue, 30, 800);

    assertCost(cost(200, "GET", queue + "/messages?echo=true", ""), 0, 1 + 3, 1);
  }

  @Test
  void list_pollingByAMarkerRereadsNoMoreThanWhatMayStillBeJoinedByLateMessages() {
    instance.post(queue, 60, 800);
    String path = queue + "/messages?echo=true&limit=20";
    String marker = "";
    for (int page = 0; page < 3; page++) {
      String next = instance.call("GET", path + marker, "").body().at("/links/0/href").asText();
      marker = "&marker=" + next.replaceAll(".*marker=([^&]*).*", "$1");
    }

    Calls.Cost cost = cost(200, "GET", path + marker, "");

    assertThat(cost.reads()).as("%s", cost).isLessThanOrEqualTo(17);
    assertThat(cost.roundTrips()).isEqualTo(1);
  }

  @Test
  void pop_ofTenCostsTenWritesInTwoRoundTrips() {
    instance.post(queue, 10, 800);

    assertCost(cost(200, "DELETE", queue + "/messages?pop=10", ""), 10, 1 + 3, 2);
  }

  @Test
  void life_inBatchesOfTenCosts3Point2WritesAMessage() {
    Calls.Cost posted = cost(() -> instance.post(queue, 10, 800));
    instance.calls().start();
    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=10", "");
    Calls.Cost claimed = instance.calls().stop();
    StringBuilder ids = new StringBuilder();
    claim
        .body()
        .get("messages")
        .forEach(message -> ids.append(message.get("id").asText()).append(','));
    Calls.Cost deleted = cost(204, "DELETE", queue + "/messages?ids=" + ids, "");

    assertThat((posted.writes() + claimed.writes() + deleted.writes()) / 10)
        .isLessThanOrEqualTo(3.2);
  }

  @Test
  void life_ofAnIncompressibleBodyOf16KilobytesCostsNoMoreThan20Point2Writes() {
    StringBuilder text = new StringBuilder();
    new Random(5).ints(16 * 1024 - 2, ' ', 0x7f).forEach(c -> text.append((char) c));
    String body = text.toString().replace('"', 'x').replace('\\', 'y');
    String document = "{\"messages\":[{\"body\":\"" + body + "\"}]}";

    double writes = cost(201, "POST", queue + "/messages", document).writes();
    instance.calls().start();
    Instance.Reply claim = instance.call("POST", queue + "/claims", "");
    writes += instance.calls().stop().writes();
    String href = claim.body().at("/messages/0/href").asText();
    writes += cost(204, "DELETE", href.substring("/v2/queues/".length()), "").writes();

    assertThat(claim.body().at("/messages/0/body").asText()).isEqualTo(body);
    assertThat(writes).isLessThanOrEqualTo(20.2);
  }

  @Test
  void claim_costsTheSameBehindManyThatAreClaimed() {
    instance.post(queue, 300, 100);
    instance.clock().advance(Duration.ofSeconds(3));
    for (int i = 0; i < 10; i++) {
      instance.call("POST", queue + "/claims?limit=20", "");
    }
    Instance another = instance.another();
    another.call("POST", queue + "/claims?limit=10", "");

    another.calls().start();
    another.call("POST", queue + "/claims?limit=10", "");
    Calls.Cost cost = another.calls().stop();

    assertThat(cost.reads()).as("%s", cost).isLessThanOrEqualTo(4);
    assertThat(cost.writes()).as("%s", cost).isLessThanOrEqualTo(12);
  }

  @Test
  void claim_ofNothingBehindManyThatAreClaimedCostsTwoReads() {
    instance.post(queue, 200, 100);
    instance.clock().advance(Duration.ofSeconds(3));
    for (int i = 0; i < 10; i++) {
      assertThat(instance.call("POST", queue + "/claims?limit=20", "").status()).isEqualTo(201);
    }
    Instance another = instance.another();
    another.call("POST", queue + "/claims", "");
    another.call("POST", queue + "/claims", "");

    another.calls().start();
    another.call("POST", queue + "/claims", "");

    assertCost(another.calls().stop(), 0, 2, 1);
  }
}
