// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client-ID and the project headers (contract 2.2 and 2.4 with authentication off). */
@Against(DEFAULTS)
class CallerContractIT {
  private static final UUID CLIENT = UUID.fromString("3381af92-2b9e-11e3-b191-71861300734c");

  private final Zaqar zaqar;

  CallerContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v2/",
    "GET,    /v2/ping",
    "GET,    /v2/queues",
    "PUT,    /v2/queues/q",
    "GET,    /v2/queues/q",
    "PATCH,  /v2/queues/q",
    "DELETE, /v2/queues/q",
    "GET,    /v2/queues/q/stats",
    "POST,   /v2/queues/q/purge",
    "POST,   /v2/queues/q/share",
    "GET,    /v2/queues/q/messages",
    "POST,   /v2/queues/q/messages",
    "DELETE, /v2/queues/q/messages",
    "GET,    /v2/queues/q/messages/m",
    "DELETE, /v2/queues/q/messages/m",
    "POST,   /v2/queues/q/claims",
    "GET,    /v2/queues/q/claims/c",
    "PATCH,  /v2/queues/q/claims/c",
    "DELETE, /v2/queues/q/claims/c",
  })
  void caller_isAskedForOnEveryRoute(String method, String path) {
    zaqar.call(method, path).without("Client-ID").refused(400, "Missing header value");
    zaqar.call(method, path).header("Client-ID", "textid").refused(400, "Wrong UUID value");
    zaqar.call(method, path).without("X-Project-ID").refused(400, "Project-Id Missing");
    zaqar
        .call(method, path)
        .header("X-Project-ID", "")
        .refused(400, "Empty project header not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0xdeadbeef",
        "textid",
        "3381af92-2b9e-11e3-b191-71861300734",
        "3381af92-2b9e-11e3-b191-71861300734cc",
        "3381af92-2b9e-11e3-b191-71861300734g",
      })
  void clientId_mustBeAUuid(String clientId) {
    Queue queue = zaqar.client(clientId).queue();

    queue.postDocument("{'messages': [{'body': 1}]}").refused(400, "Wrong UUID value");
    queue.messages("GET", "").refused(400, "Wrong UUID value");
  }

  static Stream<String> spellings() {
    String dashed = CLIENT.toString();
    String bare = dashed.replace("-", "");
    return Stream.of(
        dashed,
        bare,
        dashed.toUpperCase(Locale.ROOT),
        bare.toUpperCase(Locale.ROOT),
        "{" + dashed + "}",
        "urn:uuid:" + dashed);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void clientId_isTheSameClientInEverySpelling(String spelling) {
    Queue queue = zaqar.client(CLIENT.toString()).queue();
    queue.postNumbers(1);

    assertThat(queue.by(zaqar.client(spelling)).list("?echo=false")).isEmpty();
    assertThat(queue.by(zaqar.client(spelling)).list("?echo=true")).hasSize(1);
    assertThat(queue.by(zaqar.otherClient()).list("?echo=false")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Tenant-Id", "X-Tenant"})
  void project_isTakenFromOlderHeadersToo(String header) {
    zaqar.queue("seen").create();

    Reply reply =
        zaqar.get("/v2/queues").without("X-Project-ID").header(header, zaqar.project()).expect(200);

    assertThat(Json.texts(reply.json().path("queues"), "name")).containsExactly("seen");
  }

  @Test
  void project_ofTheNewerHeaderWins() {
    zaqar.queue("seen").create();

    Reply reply =
        zaqar
            .get("/v2/queues")
            .header("X-Tenant-Id", "another")
            .header("X-Tenant", "another")
            .expect(200);

    assertThat(reply.json().path("queues")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAM Project", "p/r:o.j*e,c%20t?", "x"})
  void project_mayHaveAnyCharacters(String project) {
    Queue queue = zaqar.project(project).queue();

    queue.create();
    queue.postNumbers(1);

    assertThat(queue.bodies("?echo=true")).containsExactly("0");
    zaqar.project(project).delete(queue.path()).expect(204);
  }

  @Test
  void project_hasAtMost256CharactersOnRoutesWithAQueue() {
    String longest = UUID.randomUUID() + "x".repeat(220);

    zaqar.project(longest).queue().create();
    Queue refused = zaqar.project(longest + "x").queue();
    zaqar.project(longest + "x").put(refused.path()).refused(400, "Invalid queue identification");
    refused
        .postDocument("{'messages': [{'body': 1}]}")
        .refused(400, "Invalid queue identification");
    zaqar.project("x".repeat(264)).put(refused.path()).refused(400, "Invalid queue identification");
  }

  @Test
  void project_ofAnyLengthCanListItsQueues() {
    assertThat(zaqar.project("x".repeat(257)).get("/v2/queues").expect(200).json())
        .isEqualTo(Json.of("{'queues': [], 'links': []}"));
  }

  @Test
  void token_isNotLookedAtWhileAuthenticationIsOff() {
    zaqar.get("/v2/queues").header("X-Auth-Token", "expired").expect(200);
    zaqar.get("/v2/queues").header("X-Roles", "nobody").expect(200);
  }
}
