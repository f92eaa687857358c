// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What time does to messages and claims, by moving the clock. An instance that was called once or
 * twice knows the store's time to a second, which two of them may add to an end.
 */
class TimeIT {
  private final Instance instance = Instance.start();
  private final String queue = UUID.randomUUID().toString();

  private List<String> claimedIds(String body) {
    return ids(instance.call("POST", queue + "/claims?limit=20", body));
  }

  private List<String> listedIds(String query) {
    return ids(instance.call("GET", queue + "/messages?limit=20&echo=true" + query, ""));
  }

  private static List<String> ids(Instance.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }

  private String claimPath() {
    Instance.Reply reply = instance.call("POST", queue + "/claims", "{\"ttl\":60,\"grace\":60}");
    return reply.headers().get("Location").substring("/v2/queues/".length());
  }

  @Test
  void claim_thatLapsesGivesItsMessagesBackAtTheirPlace() {
    List<String> posted = instance.post(queue, 5, 100);
    assertThat(claimedIds("{\"ttl\":60,\"grace\":60}")).isEqualTo(posted);
    assertThat(claimedIds("")).isEmpty();
    assertThat(listedIds("")).isEmpty();

    instance.clock().advance(Duration.ofSeconds(63));

    assertThat(listedIds("")).isEqualTo(posted);
    assertThat(claimedIds("")).isEqualTo(posted);
  }

  @Test
  void claim_thatLapsedIsGoneAndMayNotDelete() {
    instance.post(queue, 1, 100);
    Instance.Reply claim = instance.call("POST", queue + "/claims", "{\"ttl\":60,\"grace\":60}");
    String message = claim.body().at("/messages/0/href").asText().substring("/v2/queues/".length());
    String path = claim.headers().get("Location").substring("/v2/queues/".length());

    instance.clock().advance(Duration.ofSeconds(63));

    assertThat(instance.call("GET", path, "").status()).isEqualTo(404);
    assertThat(instance.call("PATCH", path, "{}").status()).isEqualTo(404);
    assertThat(instance.call("DELETE", message, "").status()).isEqualTo(400);
    assertThat(listedIds("")).hasSize(1);
  }

  @Test
  void claim_thatIsRenewedLastsFromThenOn() {
    instance.post(queue, 1, 100);
    String path = claimPath();
    instance.clock().advance(Duration.ofSeconds(50));
    assertThat(instance.call("PATCH", path, "{\"ttl\":60,\"grace\":60}").status()).isEqualTo(204);
    instance.clock().advance(Duration.ofSeconds(50));

    JsonNode claim = instance.call("GET", path, "").body();

    assertThat(claim.get("ttl").asInt()).isEqualTo(60);
    assertThat(claim.get("age").asInt()).isBetween(50, 52);
    assertThat(claimedIds("")).isEmpty();
  }

  @Test
  void claim_thatIsRenewedForLessGivesItsMessagesBackSooner() {
    List<String> posted = instance.post(queue, 40, 100);
    instance.clock().advance(Duration.ofSeconds(3));
    instance.call("POST", queue + "/claims?limit=20", "{\"ttl\":600}");
    String second =
        instance
            .call("POST", queue + "/claims?limit=20", "{\"ttl\":600}")
            .headers()
            .get("Location");
    assertThat(claimedIds("")).isEmpty();
    instance.call("PATCH", second.substring("/v2/queues/".length()), "{\"ttl\":60}");

    instance.clock().advance(Duration.ofSeconds(62));

    assertThat(claimedIds("")).isEqualTo(posted.subList(20, 40));
  }

  @Test
  void claim_extendsMessagesThatWouldEndBeforeIt() {
    instance.call(
        "POST",
        queue + "/messages",
        "{\"messages\":[{\"body\":1,\"ttl\":60},{\"body\":2,\"ttl\":400}]}");

    JsonNode messages =
        instance
            .call("POST", queue + "/claims", "{\"ttl\":300,\"grace\":100}")
            .body()
            .get("messages");

    assertThat(messages.findValuesAsText("ttl")).containsExactly("400", "400");
    instance.clock().advance(Duration.ofSeconds(390));
    assertThat(listedIds("")).as("both live for 400 s now").hasSize(2);
  }

  @Test
  void release_givesMessagesBackAtOnceThatTheCursorHasPassed() {
    List<String> posted = instance.post(queue, 60, 100);
    instance.clock().advance(Duration.ofSeconds(3));
    String first = instance.call("POST", queue + "/claims?limit=20", "").headers().get("Location");
    instance.call("POST", queue + "/claims?limit=20", "");
    instance.call("POST", queue + "/claims?limit=20", "");

    instance.call("DELETE", first.substring("/v2/queues/".length()), "");

    assertThat(listedIds("")).isEqualTo(posted.subList(0, 20));
    assertThat(claimedIds("")).isEqualTo(posted.subList(0, 20));
  }

  @Test
  void message_endsWithItsTtl() {
    List<String> posted = instance.post(queue, 1, 100);
    instance.clock().advance(Duration.ofSeconds(598));
    assertThat(listedIds("")).isEqualTo(posted);
    instance.clock().advance(Duration.ofSeconds(5));

    assertThat(listedIds("")).isEmpty();
    assertThat(claimedIds("")).isEmpty();
    assertThat(instance.call("GET", queue + "/messages/" + posted.getFirst(), "").status())
        .isEqualTo(404);
    assertThat(instance.call("GET", queue + "/stats", "").body().at("/messages/total").asInt())
        .isZero();
  }

  @Test
  void delayedMessage_appearsAfterItsDelayAtItsPlace() {
    instance.call("PUT", queue, "{\"_default_message_delay\":30}");
    List<String> delayed = instance.post(queue, 2, 100);
    instance.call(
        "POST", queue + "/messages", "{\"messages\":[{\"body\":\"now\",\"delay\":0,\"ttl\":600}]}");
    assertThat(listedIds("")).hasSize(1);
    assertThat(listedIds("&include_delayed=true")).hasSize(3).startsWith(delayed.getFirst());

    instance.clock().advance(Duration.ofSeconds(31));

    assertThat(listedIds("")).hasSize(3).startsWith(delayed.getFirst());
    assertThat(claimedIds("")).hasSize(3).startsWith(delayed.getFirst());
  }

  @Test
  void ttl_countsFromTheEndOfTheDelay() {
    String body = "\"" + "x".repeat(2000) + "\"";
    instance.call(
        "POST",
        queue + "/messages",
        "{\"messages\":[{\"body\":1,\"delay\":300,\"ttl\":60},{\"body\":%s,\"delay\":300,\"ttl\":60}]}"
            .formatted(body));
    instance.clock().advance(Duration.ofSeconds(303));

    assertThat(listedIds("")).hasSize(2);

    instance.clock().advance(Duration.ofSeconds(60));
    assertThat(listedIds("&include_claimed=true")).isEmpty();
  }

  @Test
  void message_claimedTooOftenMovesToTheDeadLetterQueue() {
    String dead = queue + "-dead";
    instance.call(
        "PUT",
        queue,
        "{\"_max_claim_count\":2,\"_dead_letter_queue\":\""
            + dead
            + "\",\"_dead_letter_queue_messages_ttl\":900}");
    List<String> posted = instance.post(queue, 1, 2000);
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(claimedIds("{\"ttl\":60,\"grace\":60}")).isEqualTo(posted);
      instance.clock().advance(Duration.ofSeconds(63));
    }

    assertThat(instance.call("POST", queue + "/claims", "").status()).isEqualTo(204);

    assertThat(listedIds("&include_claimed=true")).isEmpty();
    JsonNode letters = instance.call("POST", dead + "/claims", "").body().get("messages");
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).get("id").asText()).isNotEqualTo(posted.getFirst());
    assertThat(letters.get(0).get("ttl").asInt()).isEqualTo(900);
    assertThat(letters.get(0).get("age").asInt()).isGreaterThanOrEqualTo(122);
    assertThat(letters.get(0).get("body").asText()).hasSize(1998);
  }

  @Test
  void purge_takesClaimedAndDelayedMessagesAndSparesLaterOnes() {
    instance.post(queue, 30, 100);
    instance.clock().advance(Duration.ofSeconds(10));
    String claim = claimPath();
    instance.post(queue, 5, 100);
    assertThat(instance.call("POST", queue + "/purge", "").status()).isEqualTo(204);
    List<String> later = instance.post(queue, 2, 100);

    assertThat(listedIds("&include_claimed=true&include_delayed=true")).isEqualTo(later);
    assertThat(instance.call("GET", claim, "").status()).isEqualTo(404);
    assertThat(instance.call("GET", queue + "/stats", "").body().at("/messages/total").asInt())
        .isEqualTo(2);
  }

  @Test
  void queue_madeAgainHoldsNothingOfItsEarlierLife() {
    List<String> posted = instance.post(queue, 5, 100);
    instance.clock().advance(Duration.ofSeconds(10));
    posted = new ArrayList<>(posted);
    posted.addAll(instance.post(queue, 5, 100));
    instance.call("DELETE", queue, "");
    instance.call("PUT", queue, "");

    assertThat(listedIds("&include_claimed=true")).isEmpty();
    assertThat(claimedIds("")).isEmpty();
    assertThat(
            instance.call("GET", queue + "/messages?ids=" + String.join(",", posted), "").status())
        .isEqualTo(404);
    assertThat(instance.post(queue, 1, 100)).hasSize(1);
    assertThat(listedIds("")).hasSize(1);
  }

  @Test
  void reader_followingMarkersGetsEachMessageOnceWhileProducersPost() {
    List<String> posted = new ArrayList<>();
    List<String> read = new ArrayList<>();
    String marker = "";
    for (int round = 0; round < 12; round++) {
      posted.addAll(instance.post(queue, 7, 100));
      instance.clock().advance(Duration.ofMillis(round % 3 * 700L));
      Instance.Reply page =
          instance.call("GET", queue + "/messages?limit=5&echo=true" + marker, "");
      read.addAll(ids(page));
      marker = markerOf(page, marker);
    }
    while (true) {
      Instance.Reply page =
          instance.call("GET", queue + "/messages?limit=20&echo=true" + marker, "");
      if (ids(page).isEmpty()) {
        break;
      }
      read.addAll(ids(page));
      marker = markerOf(page, marker);
    }

    assertThat(read).isEqualTo(posted);
  }

  private static String markerOf(Instance.Reply page, String before) {
    String href = page.body().at("/links/0/href").asText();
    return href.isEmpty() ? before : "&marker=" + href.replaceAll(".*marker=([^&]*).*", "$1");
  }

  @Test
  void shards_areMergedByListClaimAndPop() {
    instance.call("PUT", queue, "{\"_shards\":8}");
    List<String> posted = instance.post(queue, 12, 100);

    assertThat(listedIds("")).isEqualTo(posted);
    assertThat(ids(instance.call("DELETE", queue + "/messages?pop=4", "")))
        .isEqualTo(posted.subList(0, 4));
    assertThat(claimedIds("")).isEqualTo(posted.subList(4, 12));
  }

  @Test
  void queue_madeAgainKeepsItsShards() {
    instance.call("PUT", queue, "{\"_shards\":8}");
    assertThat(instance.post(queue, 1, 100).getFirst()).as("the shard").endsWith("03");
    instance.call("DELETE", queue, "");

    instance.call("PUT", queue, "");

    assertThat(instance.post(queue, 1, 100).getFirst()).as("the shard").endsWith("03");
  }
}
