// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;

/**
 * What a later release has written in a format that this one does not know stays as it is, and is
 * neither answered nor passed over for good.
 */
class LaterReleaseIT {
  private static final AttributeValue LATER = AttributeValue.fromN("2");
  private static final String BODY = "what only a later release can read";

  private final Instance instance = Instance.start();
  private final String queue = UUID.randomUUID().toString();
  private final RawItems items = new RawItems(queue);
  private final Instant now = instance.clock().instant().minusSeconds(20);
  private final GoldenItems golden = new GoldenItems("p", queue, now);
  private final Map<String, AttributeValue> strange = strange(id(0), golden.plain(id(0), "1"));

  @BeforeEach
  void post() {
    RawItems.putIntoControlTable(golden.state("{}"));
    items.put(strange);
  }

  private Ulid id(int n) {
    return Ulid.min(now.toEpochMilli() + n);
  }

  private static String text(Ulid id) {
    return new MessageId(id, 0).toString();
  }

  /** As a later release may write it. */
  private static Map<String, AttributeValue> strange(Ulid id, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> strange = new HashMap<>(item);
    strange.put("v", LATER);
    strange.remove("b");
    strange.remove("t");
    strange.put("y", AttributeValue.fromS("never"));
    strange.put("body", AttributeValue.fromS(BODY));
    return strange;
  }

  private Instance.Reply expect(int status, String method, String path, String body) {
    Instance.Reply reply = instance.call(method, queue + path, body);
    assertThat(reply.status()).as("%s %s %s", method, path, instance.log()).isEqualTo(status);
    return reply;
  }

  /** A 503 that says nothing of the inside; the log says what it is. */
  private void assertLeft(String method, String path, String body) {
    instance.log().clear();
    Instance.Reply reply = expect(503, method, path, body);
    assertThat(reply.body().toString()).doesNotContainIgnoringCase("format", "release");
    assertThat(String.join("\n", instance.log())).contains("a format that this release");
    assertThat(String.join("\n", instance.log())).doesNotContain(BODY);
  }

  private static List<String> bodies(Instance.Reply reply) {
    return reply.body().path("messages").valueStream().map(m -> m.path("body").asText()).toList();
  }

  @Test
  void message_isA503HoweverItIsRead() {
    assertLeft("GET", "/messages/" + text(id(0)), "");
    assertLeft("GET", "/messages?ids=" + text(id(0)), "");
    assertLeft("GET", "/messages?echo=true", "");
    assertLeft("POST", "/claims", "");
    assertLeft("DELETE", "/messages?pop=1", "");
    assertThat(expect(200, "GET", "/stats", "").body().at("/messages/free").asInt()).isEqualTo(1);

    assertThat(items.items()).containsExactly(strange);
  }

  @Test
  void claimsAndPops_takeWhatLiesBehindAndHideNothing() {
    for (int i = 1; i <= 60; i++) {
      items.put(golden.plain(id(i), "\"" + i + "\""));
    }
    for (int i = 0; i < 2; i++) {
      assertThat(bodies(expect(201, "POST", "/claims?limit=20", ""))).hasSize(20);
    }
    assertThat(bodies(expect(200, "DELETE", "/messages?pop=20", ""))).hasSize(20);
    assertThat(items.items().getFirst()).isEqualTo(strange);

    items.put(golden.plain(id(0), "\"known by now\""));

    assertThat(bodies(expect(201, "POST", "/claims?limit=1", ""))).containsExactly("known by now");
  }

  @Test
  void list_endsBeforeIt() {
    items.put(golden.plain(Ulid.min(now.toEpochMilli() - 1), "\"before\""));
    items.put(golden.plain(id(1), "\"behind\""));
    Instance.Reply page = expect(200, "GET", "/messages?echo=true", "");
    assertThat(bodies(page)).containsExactly("before");
    String next = page.body().at("/links/0/href").asText().replaceAll(".*/messages", "/messages");
    assertLeft("GET", next, "");

    items.put(golden.plain(id(0), "\"known by now\""));

    assertThat(bodies(expect(200, "GET", next, ""))).containsExactly("known by now", "behind");
  }

  @Test
  void deadLetters_areNotMadeOfIt() {
    String rules = "{\"_max_claim_count\":0,\"_dead_letter_queue\":\"%s-d\"}".formatted(queue);
    RawItems.putIntoControlTable(golden.state(rules));

    assertLeft("POST", "/claims", "");

    assertThat(items.items()).containsExactly(strange);
  }

  @Test
  void claim_ofALaterReleaseIsReleasedAndNothingElse() {
    Ulid claim = new Ulid(5, 6);
    items.put(strange(id(0), golden.claimed(id(0), claim, "1")));
    items.put(golden.claim(claim, id(0)));
    Map<String, AttributeValue> held = items.items().getFirst();
    String path = "/claims/" + new ClaimId(claim);
    assertLeft("GET", path, "");
    assertLeft("PATCH", path, "{\"ttl\": 100, \"grace\": 100}");
    assertThat(items.items()).containsExactly(held);

    expect(204, "DELETE", path, "");

    assertThat(items.items().getFirst()).doesNotContainKey("c").containsEntry("v", LATER);
  }

  @Test
  void claim_whoseOwnItemIsOfALaterReleaseIsA503() {
    Ulid claim = new Ulid(5, 7);
    items.put(golden.claimed(id(0), claim, "1"));
    Map<String, AttributeValue> later = golden.claim(claim, id(0));
    later.put("v", LATER);
    items.put(later);
    List<Map<String, AttributeValue>> before = items.items();
    String path = "/claims/" + new ClaimId(claim);

    assertLeft("GET", path, "");
    assertLeft("PATCH", path, "{\"ttl\": 100, \"grace\": 100}");
    assertLeft("DELETE", path, "");

    assertThat(items.items()).isEqualTo(before);
  }

  @Test
  void queue_whoseStateIsOfALaterReleaseIsA503() {
    Map<String, AttributeValue> state = new HashMap<>(items.state());
    state.put("v", LATER);
    RawItems.putIntoControlTable(state);

    assertLeft("POST", "/messages", "{\"messages\": [{\"body\": 1}]}");
    assertLeft("GET", "/messages", "");
    assertLeft("POST", "/claims", "");
    assertLeft("DELETE", "/messages?pop=1", "");
    assertThat(items.items()).containsExactly(strange);
  }

  /** Only whoever asks for just that message to be deleted gets it deleted. */
  @Test
  void message_isDeletedByItsIdAsLongAsNobodyHoldsIt() {
    items.put(strange(id(0), golden.claimed(id(0), new Ulid(5, 8), "1")));
    expect(403, "DELETE", "/messages/" + text(id(0)), "");
    items.put(strange);

    expect(204, "DELETE", "/messages/" + text(id(0)), "");

    assertThat(items.items()).isEmpty();
  }
}
