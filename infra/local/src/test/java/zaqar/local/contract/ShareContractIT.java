// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing URLs (contract 10.1). */
@Against(DEFAULTS)
class ShareContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  ShareContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  private Call share(String body) {
    return zaqar.post(queue.path("/share")).json(body);
  }

  @Test
  void answer_isWhatSignedRequestsNeed() {
    JsonNode shared = share("{'methods': ['POST', 'GET']}").expect(200).json();

    assertThat(Json.names(shared))
        .containsExactlyInAnyOrder("project", "paths", "methods", "expires", "signature", "key_id");
    assertThat(shared.path("project").asText()).isEqualTo(zaqar.project());
    assertThat(shared.path("paths")).isEqualTo(Json.of("['" + queue.path("/messages") + "']"));
    assertThat(shared.path("methods")).isEqualTo(Json.of("['GET', 'POST']"));
    assertThat(shared.path("signature").asText()).matches("[0-9a-f]{64}");
    assertThat(shared.path("key_id").asText()).matches("[0-9a-f]{16}");
    Instant end = Instant.parse(shared.path("expires").asText() + "Z");
    assertThat(Duration.between(Instant.now(), end))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                       | messages",
        "{\"paths\": [\"subscriptions\", \"messages\"]} | messages,subscriptions",
        "{\"paths\": [\"claims\"]}                    | claims",
      })
  void paths_areWhole(String body, String last) {
    JsonNode shared = share(body).expect(200).json();

    assertThat(SignedUrls.commas(shared.path("paths")))
        .isEqualTo(queue.path("/") + last.replace(",", "," + queue.path("/")));
    assertThat(SignedUrls.commas(shared.path("methods"))).isEqualTo("GET");
  }

  @Test
  void end_isToldInUtcWithoutFraction() {
    Instant end = Instant.now().plusSeconds(3600);
    String local = end.atOffset(ZoneOffset.ofHours(2)).toString();

    JsonNode shared = share("{'expires': '" + local + "'}").expect(200).json();

    assertThat(shared.path("expires").asText()).isEqualTo(end.toString().substring(0, 19));
  }

  @Test
  void queue_isNotCreated() {
    share("{}").expect(200);

    assertThat(zaqar.get("/v2/queues").expect(200).json().path("queues")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "'text'",
        "[]",
        "null",
        "{'dummy': 'meh'}",
        "{'project_id': 'p'}",
        "{'expires': 'wrong date format'}",
        "{'expires': '3600'}",
        "{'expires': 3600}",
        "{'expires': ['2030-01-01T00:00:00']}",
        "{'expires': '2015-05-31T19:00:17'}",
        "{'methods': 'methods not list'}",
        "{'methods': [1]}",
        "{'methods': ['GET,POST']}",
        "{'paths': 'messages'}",
        "{'paths': ['notallowed']}",
        "{'paths': ['messages/../../other/messages']}",
        "{'paths': [['messages']]}"
      })
  void anythingElse_isRefused(String body) {
    share(body).refused(400);
  }

  @Test
  void body_isNeeded() {
    zaqar.post(queue.path("/share")).refused(400);
  }

  @Test
  void end_mayNotBeTooFarOff() {
    share("{'expires': '" + SignedUrls.in(29 * 86_400) + "'}").expect(200);

    Reply reply = share("{'expires': '" + SignedUrls.in(31 * 86_400) + "'}").refused(400);

    assertThat(reply.text()).contains("2592000 seconds");
    share("{'expires': '2100-05-31T19:00:17+02'}").refused(400);
  }
}
