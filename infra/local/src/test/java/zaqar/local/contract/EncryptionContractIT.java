// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ENCRYPTION;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that encrypt (contract 6.5) look like others to who may read them. */
@Against(ENCRYPTION)
class EncryptionContractIT {
  private static final String ENCRYPTS = "{'_enable_encrypt_messages': true}";

  private final Queue queue;
  private final Queue plain;

  EncryptionContractIT(Zaqar zaqar) {
    queue = zaqar.queue();
    plain = zaqar.queue();
  }

  @BeforeEach
  void create() {
    queue.create(ENCRYPTS);
  }

  @Test
  void flag_isShownAndCanBeTakenBack() {
    assertThat(queue.metadata().path("_enable_encrypt_messages").asBoolean()).isTrue();
    queue.patch("[{'op': 'remove', 'path': '/metadata/_enable_encrypt_messages'}]").expect(200);
    assertThat(queue.metadata().path("_enable_encrypt_messages").booleanValue()).isFalse();
  }

  /** Small; deflated; in an item of its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 30_000})
  void body_isReadAsItWasSentWhereverItIsRead(int size) {
    String message = "{'ttl': 300, 'body': {'n': 1.50, 'text': '" + letters(size) + "'}}";
    String id = queue.post(message).getFirst();
    JsonNode expected = plain.message("GET", plain.post(message).getFirst()).expect(200).json();

    assertSame(expected, queue.list("?echo=true").get(0));
    assertSame(expected, queue.list("?ids=" + id).get(0));
    assertThat(queue.message("GET", id).expect(200).text()).contains("1.50");
    assertSame(expected, queue.message("GET", id).expect(200).json());
    Claim claim = queue.claim();
    assertSame(expected, claim.messages().get(0));
    assertSame(expected, claim.get().expect(200).json().at("/messages/0"));
    claim.release();
    assertSame(expected, queue.pop(1).expect(200).json().at("/messages/0"));
  }

  private static void assertSame(JsonNode expected, JsonNode message) {
    assertThat(message.path("body")).isEqualTo(expected.path("body"));
    assertThat(message.path("checksum").asText())
        .startsWith("MD5:")
        .isEqualTo(expected.path("checksum").asText());
  }

  /** Up to a thousand of one, and more of all. */
  private static String letters(int count) {
    StringBuilder letters = new StringBuilder();
    new Random(3).ints(count, 'a', 'z').forEach(c -> letters.append((char) c));
    return count > 1_000 ? letters.toString() : "x".repeat(count);
  }

  @Test
  void limit_isOnWhatIsSent() {
    queue
        .patch("[{'op': 'add', 'path': '/metadata/_max_messages_post_size', 'value': 1023}]")
        .expect(200);

    queue.postDocument("{'messages': [{'body': '" + "x".repeat(1200) + "'}]}").expect(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 30_000})
  void webhook_isToldTheBody(int size) throws IOException {
    String text = letters(size);
    try (Hook hook = new Hook()) {
      hook.answer(404);
      String dead = queue.name() + "-dead";
      String options = "'options': {'_dead_letter_queue': '" + dead + "'}";
      queue.subscribe("{'subscriber': '" + hook.url("/hook") + "', " + options + "}").expect(201);
      hook.confirm(queue.zaqar());
      queue.post("{'ttl': 300, 'body': '" + text + "'}");

      assertThat(hook.notification().json().path("body").asText()).isEqualTo(text);
      Queue letters = queue.zaqar().queue(dead);
      Wait.until("it is given up", () -> !letters.list("?echo=true").isEmpty());
      JsonNode letter = letters.list("?echo=true").get(0).path("body");
      assertThat(letter.path("body").asText()).isEqualTo(text);
    }
  }
}
