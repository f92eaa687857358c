// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.local.kms.Kms;

/** Bodies are encrypted where a queue asks for it, and come back as they were sent. */
class EncryptionIT {
  private static final Map<String, String> PARAMETERS = Map.of("EncryptionKeyArn", Kms.KEY);
  private static final String ENCRYPTS = "{\"_enable_encrypt_messages\": true}";
  private static final String NEEDLE = "needle";

  /** Small; deflated; apart. */
  private static final List<String> BODIES =
      List.of(NEEDLE, NEEDLE.repeat(2000), NEEDLE + Instance.letters(1, 5000));

  private final Instance instance = Instance.start(PARAMETERS);
  private final String queue = UUID.randomUUID().toString();
  private final RawItems items = new RawItems(queue);

  private void create(String name, String metadata) {
    assertThat(instance.call("PUT", name, metadata).status()).isEqualTo(201);
  }

  private void flip(boolean encrypts) {
    String flag = "/metadata/_enable_encrypt_messages";
    String patch =
        "[{\"op\": \"replace\", \"path\": \"%s\", \"value\": %s}]".formatted(flag, encrypts);
    assertThat(instance.call("PATCH", queue, patch).status()).isEqualTo(200);
  }

  private String post(String body) {
    return post(queue, body);
  }

  private String post(String name, String body) {
    String document = "{\"messages\": [{\"ttl\": 300000, \"body\": \"" + body + "\"}]}";
    Instance.Reply reply = instance.call("POST", name + "/messages", document);
    assertThat(reply.status()).as("%s", instance.log()).isEqualTo(201);
    return reply.body().at("/resources/0").asText().replaceAll(".*/", "");
  }

  private static List<String> bodies(Instance.Reply reply) {
    List<String> bodies = new ArrayList<>();
    reply.body().path("messages").forEach(message -> bodies.add(message.path("body").asText()));
    return bodies;
  }

  private List<String> read(Instance by) {
    return bodies(by.call("GET", queue + "/messages?echo=true", ""));
  }

  @Test
  void tables_holdNothingOfABody() {
    create(queue, ENCRYPTS);
    BODIES.forEach(this::post);

    assertThat(items.items())
        .hasSize(4)
        .allSatisfy(
            item -> {
              assertThat(item).doesNotContainKeys("b", "z");
              assertThat(RawItems.text(item)).doesNotContain(NEEDLE);
            });
    assertThat(items.items().stream().filter(item -> item.containsKey("e"))).hasSize(3);
  }

  @Test
  void bodies_areReadableToEveryInstance() {
    create(queue, ENCRYPTS);
    String ids = String.join(",", BODIES.stream().map(this::post).toList());

    assertThat(read(instance)).isEqualTo(BODIES);
    assertThat(read(instance.another(PARAMETERS))).isEqualTo(BODIES);
    assertThat(bodies(instance.call("GET", queue + "/messages?ids=" + ids, ""))).isEqualTo(BODIES);
  }

  @Test
  void flag_appliesToWhatIsPostedFromThenOn() {
    create(queue, "{}");
    post("one");
    flip(true);
    post("two");
    assertThat(read(instance)).containsExactly("one", "two");
    flip(false);
    post("three");

    assertThat(read(instance)).containsExactly("one", "two", "three");
    assertThat(items.items().stream().map(item -> item.containsKey("e")))
        .containsExactly(false, true, false);
  }

  @Test
  void rotation_changesTheKeyAndLosesNothing() {
    create(queue, ENCRYPTS);
    post("old");
    instance.clock().advance(Duration.ofHours(25));
    post("new");

    assertThat(read(instance)).containsExactly("old", "new");
    assertThat(read(instance.another(PARAMETERS))).containsExactly("old", "new");
    assertThat(new HashSet<>(items.items().stream().map(EncryptionIT::keyOf).toList())).hasSize(2);
  }

  private static int keyOf(Map<String, AttributeValue> item) {
    return item.get("e").b().asByteBuffer().getInt();
  }

  @Test
  void key_thatIsGoneMakesA503() {
    instance.clock().advance(Duration.ofDays(1000));
    create(queue, ENCRYPTS);
    String id = post(NEEDLE);
    RawItems.deleteDataKey(RawItems.dataKeys().getLast());
    Instance other = instance.another(PARAMETERS);

    assertUndecryptable(other, other.call("GET", queue + "/messages/" + id, ""));
  }

  private static void assertUndecryptable(Instance by, Instance.Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body().path("title").asText()).isEqualTo("Service temporarily unavailable");
    assertThat(String.join("\n", by.log()))
        .contains("\"UndecryptableMessages\":1")
        .doesNotContain(NEEDLE);
  }

  @Test
  void deadLetter_isEncryptedIfItWasOrIfItsNewQueueAsksForIt() {
    String letters = queue + "-letters";
    String secret = queue + "-secret";
    String dead = "\"_max_claim_count\": 0, \"_dead_letter_queue\": ";
    create(queue, ENCRYPTS.replace("}", ", " + dead + "\"" + letters + "\"}"));
    create(secret, ENCRYPTS);
    create(queue + "-open", "{" + dead + "\"" + secret + "\"}");
    for (String from : List.of(queue, queue + "-open")) {
      BODIES.forEach(body -> post(from, body));
      assertThat(instance.call("POST", from + "/claims", "").status()).isEqualTo(204);
    }

    for (String to : List.of(letters, secret)) {
      assertThat(bodies(instance.call("GET", to + "/messages?echo=true", ""))).isEqualTo(BODIES);
      assertThat(new RawItems(to).items())
          .hasSize(4)
          .noneMatch(item -> RawItems.text(item).contains(NEEDLE));
    }
  }

  @Test
  void service_withoutAKeyRefusesTheFlagAndStoresNothingInClear() {
    create(queue, ENCRYPTS);
    Instance keyless = instance.another();
    JsonNode refusal = keyless.call("PUT", queue + "-other", ENCRYPTS).body();
    Instance.Reply post =
        keyless.call("POST", queue + "/messages", "{\"messages\": [{\"body\": 1}]}");

    assertThat(refusal.path("description").asText()).contains("no key to encrypt with");
    assertThat(post.status()).isEqualTo(503);
    assertThat(items.items()).isEmpty();
  }
}
