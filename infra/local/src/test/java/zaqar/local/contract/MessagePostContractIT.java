// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posting messages (contract 5, POST). */
@Against(DEFAULTS)
class MessagePostContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  MessagePostContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void post_answersHrefsInOrderAndNothingElse() {
    Reply reply = queue.postDocument("{'messages': [{'body': 0}, {'body': 1}]}").expect(201);

    assertThat(Json.names(reply.json())).containsExactly("resources");
    JsonNode resources = reply.json().path("resources");
    assertThat(resources).hasSize(2);
    for (int n = 0; n < 2; n++) {
      JsonNode message = zaqar.get(resources.path(n).asText()).expect(200).json();
      assertThat(message.path("body").intValue()).isEqualTo(n);
    }
  }

  @Test
  void post_withAKeyIsStoredOnce() {
    String body = "{'messages': [{'body': 0}, {'body': 1}]}";
    JsonNode first = once("a key").json(body).expect(201).json();

    assertThat(once("a key").json(body).expect(201).json()).isEqualTo(first);
    once("a key").json("{'messages': [{'body': 0}]}").refused(400, "Invalid API request");
    once("another").json(body).expect(201);
    assertThat(queue.list("?echo=true")).hasSize(4);
  }

  @Test
  void key_hasFrom1To255Characters() {
    once("k".repeat(255)).json("{'messages': [{'body': 0}]}").expect(201);
    once("k".repeat(256)).json("{'messages': [{'body': 0}]}").refused(400, "Invalid header value");
  }

  @Test
  void post_withAKeyMayHave99Messages() {
    String most = String.join(", ", Collections.nCopies(99, "{'body': 0}"));
    once("k").json("{'messages': [" + most + "]}").expect(201);
    once("l").json("{'messages': [" + most + ", {'body': 0}]}").refused(400, "Invalid API request");
    assertThat(queue.stats().path("total").intValue()).isEqualTo(99);
  }

  private Call once(String key) {
    return zaqar.post(queue.path("/messages")).header("Idempotency-Key", key);
  }

  @Test
  void post_createsTheQueue() {
    queue.postNumbers(1);

    zaqar.put(queue.path()).expect(204);
  }

  @Test
  void post_thatIsRefusedDoesNotCreateTheQueue() {
    queue.postDocument("{").refused(400);
    queue.postDocument("{'messages': [{'body': 1, 'ttl': 5}]}").refused(400);
    queue.postDocument("{'messages': []}").refused(400);
    zaqar.post(queue.path("/messages")).refused(400);

    assertThat(zaqar.get("/v2/queues").expect(200).json().path("queues")).isEmpty();
    zaqar.put(queue.path()).expect(201);
  }

  @Test
  void post_thatIsRefusedStoresNothing() {
    queue
        .postDocument("{'messages': [{'body': 1, 'ttl': 300}, {'body': 2, 'ttl': 5}]}")
        .refused(400, "Invalid API request");

    assertThat(queue.list("?echo=true")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[",
        "[]",
        "{}",
        ".",
        "123",
        "'messages'",
        "['messages']",
        "[{'body': 0, 'ttl': 300}]",
        "{'message': [{'body': 0}]}",
        "{'messages': null}",
        "{'messages': {}}",
        "{'messages': {'body': 1}}",
        "{'messages': 'x'}",
        "{'messages': 5}",
        "{'messages': []}",
        "{'messages': [1]}",
        "{'messages': ['x']}",
        "{'messages': [null]}",
        "{'messages': [[]]}",
        "{'messages': [{}]}",
        "{'messages': [{'ttl': 300}]}",
        "{'messages': [{'body': 1}, {'ttl': 300}]}",
      })
  void document_ofAnyOtherFormIsRefused(String document) {
    queue.postDocument(document).refused(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "59", "1209601", "9223372036854775807", "true", "false"})
  void ttl_outsideItsLimitsIsRefused(String ttl) {
    queue
        .postDocument("{'messages': [{'body': 1, 'ttl': " + ttl + "}]}")
        .refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"60.0", "'60'", "null", "[]", "{}", "''", "6e1"})
  void ttl_thatIsNoIntegerIsRefused(String ttl) {
    queue
        .postDocument("{'messages': [{'body': 1, 'ttl': " + ttl + "}]}")
        .refused(400, "Invalid request body");
  }

  @Test
  void ttl_isFrom60To1209600AndElse3600() {
    queue.post("{'body': 1, 'ttl': 60}", "{'body': 2, 'ttl': 1209600}", "{'body': 3}");

    assertThat(Json.texts(queue.list("?echo=true"), "ttl"))
        .containsExactly("60", "1209600", "3600");
  }

  @Test
  void size_isAtMost262144BytesInAll() {
    String document = "{'messages': [{'body': 1}]}";
    String padding = " ".repeat(262_144 - document.length());

    queue.postDocument(document + padding).expect(201);
    queue.postDocument(document + padding + " ").refused(400, "Invalid API request");
  }

  @Test
  void size_ofOneBodyMayFillIt() {
    String body = "x".repeat(262_144 - "{'messages':[{'body':''}]}".length());
    queue.postDocument("{'messages':[{'body':'" + body + "'}]}").expect(201);

    assertThat(queue.bodies("?echo=true").getFirst()).isEqualTo(body);
    assertThat(queue.claim().bodies().getFirst()).isEqualTo(body);
  }

  @Test
  void size_isCountedInBytesNotCharacters() {
    String body = "ä".repeat(131_073);

    queue
        .postDocument("{'messages': [{'body': '" + body + "'}]}")
        .refused(400, "Invalid API request");
  }

  @Test
  void location_isThereIfAGetTakesItsIds() {
    String location = queue.postDocument(document(20)).expect(201).header("Location").orElseThrow();

    assertThat(location.split(",")).hasSize(20);
    assertThat(queue.postDocument(document(21)).expect(201).header("Location")).isEmpty();
  }

  @Test
  void post_takesAtMost1000Messages() {
    Reply reply = queue.postDocument(document(1000)).expect(201);

    assertThat(reply.json().path("resources")).hasSize(1000);
    assertThat(queue.stats().path("total").intValue()).isEqualTo(1000);
    queue.postDocument(document(1001)).refused(400, "Invalid API request");
    assertThat(queue.stats().path("total").intValue()).isEqualTo(1000);
  }

  private static String document(int messages) {
    return "{'messages': [" + String.join(",", Collections.nCopies(messages, "{'body':1}")) + "]}";
  }

  @Test
  void post_keepsTheOrderOfABatch() {
    List<String> posted = queue.postNumbers(20);

    assertThat(Json.texts(queue.list("?echo=true&limit=20"), "id")).isEqualTo(posted);
    assertThat(queue.bodies("?echo=true&limit=20"))
        .isEqualTo(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
  }

  @Test
  void post_keepsTheOrderOfOneProducer() {
    for (int n = 0; n < 8; n++) {
      queue.post("{'body': " + n + "}");
    }

    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
  }
}
