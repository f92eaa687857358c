// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How request bodies are read (contract 2.6), and that message bodies come back as they were sent.
 */
@Against(DEFAULTS)
class BodyContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  BodyContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'text'",
        "1",
        "null",
        "true",
        "{",
        "[",
        ".",
        "  ",
        "{} {}",
        "{'messages': [{'body': 1}]} x",
        "{'messages': [{'body': 1,}]}",
        "{messages: []}",
        "{'messages': [{'body': 01}]}",
        "{'messages': [{'body': 1}]",
        "\uFEFF{'messages': [{'body': 1}]}",
      })
  void document_thatIsNotOneJsonObjectIsRefused(String document) {
    queue.postDocument(document).refused(400, "Invalid request body");
    queue.put(document).refused(400, "Invalid request body");
    queue.claims("", document).refused(400, "Invalid request body");
    queue.patch(document).refused(400, "Invalid request body");
    zaqar.post(queue.path("/purge")).json(document).refused(400, "Invalid request body");
    zaqar
        .call("PATCH", queue.path("/claims/c"))
        .json(document)
        .refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/octet-stream"})
  void document_thatIsNotUtf8IsRefused(String contentType) {
    byte[] latin1 = "{\"messages\": [{\"body\": \"käse\"}]}".getBytes(StandardCharsets.ISO_8859_1);

    zaqar
        .post(queue.path("/messages"))
        .header("Content-Type", contentType)
        .body(latin1)
        .refused(400, "Invalid request body");
    zaqar
        .put(queue.path())
        .header("Content-Type", contentType)
        .body(latin1)
        .refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "[{'deep': [123456789012345678901234567890]}]",
      })
  void integer_beyond64BitsIsRefusedAnywhere(String value) {
    queue
        .postDocument("{'messages': [{'body': " + value + "}]}")
        .refused(400, "Invalid request body");
    queue
        .postDocument("{'messages': [{'body': 1}], 'other': " + value + "}")
        .refused(400, "Invalid request body");
    queue.put("{'key': " + value + "}").refused(400, "Invalid request body");
    queue.claims("", "{'ttl': 60, 'x': " + value + "}").refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "''",
        "0",
        "false",
        "[]",
        "{}",
        "9223372036854775807",
        "-9223372036854775808",
        "1.10",
        "1e2",
        "1E+2",
        "-0",
        "-0.0",
        "1e400",
        "12345678901234567890.123456789",
        "NaN",
        "Infinity",
        "-Infinity",
        "{'z': 1, 'a': 2, 'm': 3}",
        "{'a': 1, 'a': 2}",
        "{ 'a' :\t[ 1 ,\n 2 ] }",
        "'\\u00e4 ä \\/ / \\ud834\\udd1e 𝄞'",
        "'\\ud800'",
        "'\\u0000\\u001f\\u007f'",
      })
  void messageBody_comesBackAsItWasSent(String value) {
    String id = queue.post("{'ttl': 300, 'body': " + value + "}").getFirst();
    String sent = "\"body\":" + Json.text(value);

    assertThat(bare(queue.message("GET", id).expect(200))).contains(sent);
    assertThat(bare(queue.messages("GET", "?echo=true").expect(200))).contains(sent);
    assertThat(bare(queue.messages("GET", "?ids=" + id).expect(200))).contains(sent);
    Reply claimed = queue.claims("", "{}").expect(201);
    assertThat(bare(claimed)).contains(sent);
    assertThat(bare(zaqar.get(claimed.location()).expect(200))).contains(sent);
    zaqar.delete(claimed.location()).expect(204);
    assertThat(bare(queue.pop(1).expect(200))).contains(sent);
  }

  @Test
  void messageBody_ofEverySizeComesBackAsItWasSent() {
    for (int size : new int[] {800, 900, 1_000, 4_000, 60_000, 250_000}) {
      String value = "'" + "ab☃".repeat(size / 5) + "'";
      String id = queue.post("{'body': " + value + "}").getFirst();

      assertThat(bare(queue.message("GET", id).expect(200))).contains(Json.text(value));
    }
  }

  @Test
  void unknownFields_areDropped() {
    Reply posted =
        queue
            .postDocument(
                "{'messages': [{'body': 1, 'ttl': 60, 'id': 'mine', 'age': 5}], 'priority': 3}")
            .expect(201);
    Reply message = zaqar.get(posted.json().at("/resources/0").asText()).expect(200);

    assertThat(Json.names(message.json()))
        .containsExactlyInAnyOrder("id", "href", "ttl", "age", "body");
    assertThat(message.json().path("id").asText()).isNotEqualTo("mine");
    queue.claims("", "{'ttl': 60, 'grace': 60, 'limit': 'x'}").expect(201);
  }

  @Test
  void repeatedName_countsTheLastTime() {
    queue.create("{'colour': 'blue', 'colour': 'red'}");
    queue.post("{'body': 1, 'ttl': 5, 'body': 2, 'ttl': 300}");

    assertThat(queue.metadata().path("colour").asText()).isEqualTo("red");
    assertThat(queue.bodies("?echo=true")).containsExactly("2");
    assertThat(Json.texts(queue.list("?echo=true"), "ttl")).containsExactly("300");
  }

  @Test
  void notANumber_mayBeMetadataToo() {
    queue.create("{'none': NaN, 'least': -Infinity}");

    assertThat(zaqar.get(queue.path()).expect(200).text()).contains("NaN", "-Infinity");
  }

  @Test
  void noBody_isRefusedWhereOneIsNeeded() {
    zaqar.post(queue.path("/messages")).refused(400);
    queue.postDocument("").refused(400);
    zaqar.call("PATCH", queue.path("/claims/c")).refused(400);
    zaqar.patch(queue.path()).refused(400, "Invalid request body");
  }

  @Test
  void noBody_meansDefaultsElsewhere() {
    zaqar.put(queue.path()).expect(201);
    queue.put("").expect(204);
    queue.postNumbers(1);
    Reply claimed = zaqar.post(queue.path("/claims")).expect(201);
    assertThat(zaqar.get(claimed.location()).expect(200).json().path("ttl").intValue())
        .isEqualTo(300);
    zaqar.post(queue.path("/purge")).expect(204);
    assertThat(queue.stats().path("total").intValue()).isZero();
  }

  @Test
  void bodyInChunks_isMeasuredAndRead() {
    zaqar.put(queue.path()).chunked(Json.text("{'colour': 'blue'}")).expect(201);
    zaqar
        .post(queue.path("/messages"))
        .chunked(Json.text("{'messages': [{'body': 'in chunks'}]}"))
        .expect(201);

    assertThat(queue.metadata().path("colour").asText()).isEqualTo("blue");
    assertThat(queue.bodies("?echo=true")).containsExactly("in chunks");
    zaqar
        .post(queue.path("/messages"))
        .chunked(Json.text("{'messages': [{'body': 1}]}") + " ".repeat(262_144))
        .refused(400, "Invalid API request");
  }

  /** The answer's text with nothing between the name of a body and its value. */
  private static String bare(Reply reply) {
    return reply.text().replace("\"body\": ", "\"body\":");
  }
}
