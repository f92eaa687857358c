// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.local.kms.Kms;

/** What somebody has changed in the tables is never answered, and keeps nothing else back. */
class TamperedBodyIT {
  private static final Map<String, String> PARAMETERS = Map.of("EncryptionKeyArn", Kms.KEY);
  private static final String ENCRYPTS = "{\"_enable_encrypt_messages\": true}";

  private final Instance instance = Instance.start(PARAMETERS);
  private final String queue = UUID.randomUUID().toString();
  private final RawItems items = new RawItems(queue);

  @BeforeEach
  void create() {
    assertThat(instance.call("PUT", queue, ENCRYPTS).status()).isEqualTo(201);
  }

  private List<String> post(int count, int size) {
    return instance.post(queue, count, size);
  }

  private void tamper(Map<String, AttributeValue> item) {
    items.change(
        item,
        encrypted -> {
          encrypted[encrypted.length / 2] ^= 1;
          return encrypted;
        });
  }

  private void assertUndecryptable(Instance.Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(String.join("\n", instance.log())).contains("\"UndecryptableMessages\":1");
    instance.log().clear();
  }

  private List<String> ids(Instance.Reply reply, int status) {
    assertThat(reply.status()).as("%s", instance.log()).isEqualTo(status);
    assertThat(String.join("\n", instance.log())).contains("\"UndecryptableMessages\":1");
    return reply.body().path("messages").valueStream().map(m -> m.path("id").asText()).toList();
  }

  @Test
  void body_thatWasChangedIsA503HoweverItIsRead() {
    for (int size : List.of(10, 5000)) {
      String id = post(1, size).getFirst();
      tamper(items.items().getLast());

      assertUndecryptable(instance.call("GET", queue + "/messages/" + id, ""));
      assertUndecryptable(instance.call("GET", queue + "/messages?ids=" + id, ""));
      assertUndecryptable(instance.call("GET", queue + "/messages?echo=true", ""));
      assertUndecryptable(instance.call("DELETE", queue + "/messages?pop=1", ""));
      assertUndecryptable(instance.call("POST", queue + "/claims", ""));
      assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(204);
      assertThat(instance.call("PUT", queue, ENCRYPTS).status()).isEqualTo(201);
    }
  }

  @Test
  void body_ofAnotherMessageOrQueueIsA503() {
    List<String> ids = post(2, 10);
    List<Map<String, AttributeValue>> both = items.items();
    items.change(both.get(0), own -> both.get(1).get("e").b().asByteArray());
    String other = queue + "-other";
    instance.call("PUT", other, ENCRYPTS);
    instance.post(other, 1, 10);
    items.change(
        both.get(1), own -> new RawItems(other).items().getFirst().get("e").b().asByteArray());

    for (String id : ids) {
      assertUndecryptable(instance.call("GET", queue + "/messages/" + id, ""));
    }
  }

  @Test
  void list_showsWhatLiesBeforeAndEndsThere() {
    List<String> ids = post(3, 10);
    tamper(items.items().get(1));
    String path = queue + "/messages?echo=true&limit=3";

    Instance.Reply page = instance.call("GET", path, "");
    assertThat(ids(page, 200)).containsExactly(ids.get(0));
    String next = page.body().at("/links/0/href").asText().substring("/v2/queues/".length());
    assertUndecryptable(instance.call("GET", next, ""));
    assertThat(instance.call("DELETE", queue + "/messages/" + ids.get(1), "").status())
        .isEqualTo(204);

    assertThat(instance.call("GET", next, "").body().at("/messages/0/id").asText())
        .isEqualTo(ids.get(2));
  }

  @Test
  void claim_takesWhatLiesBehind() {
    List<String> ids = post(3, 10);
    tamper(items.items().getFirst());

    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=1", "");
    assertThat(ids(claim, 201)).containsExactly(ids.get(1));
    String path = claim.headers().get("Location").substring("/v2/queues/".length());

    assertThat(ids(instance.call("GET", path, ""), 200)).containsExactly(ids.get(1));
    assertThat(ids(instance.call("POST", queue + "/claims?limit=2", ""), 201))
        .containsExactly(ids.get(2));
  }

  @Test
  void deadLetter_isMadeOfWhatCanBeReadAndNothingElse() {
    String dead = "{\"_max_claim_count\": 0, \"_dead_letter_queue\": \"%s-letters\"}";
    String metadata = dead.formatted(queue).replace("}", ", " + ENCRYPTS.substring(1));
    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(204);
    assertThat(instance.call("PUT", queue, metadata).status()).isEqualTo(201);
    post(2, 10);
    tamper(items.items().getFirst());

    assertUndecryptable(instance.call("POST", queue + "/claims", ""));

    assertThat(new RawItems(queue + "-letters").items()).hasSize(1);
    assertThat(items.items()).hasSize(1);
    assertThat(instance.call("POST", queue + "/claims", "").status()).isEqualTo(204);
  }

  @Test
  void pop_takesWhatLiesBehind() {
    List<String> ids = post(3, 10);
    tamper(items.items().getFirst());

    assertThat(ids(instance.call("DELETE", queue + "/messages?pop=1", ""), 200))
        .containsExactly(ids.get(1));
    assertThat(ids(instance.call("DELETE", queue + "/messages?pop=20", ""), 200))
        .containsExactly(ids.get(2));
    assertThat(items.items()).hasSize(1);
  }
}
