// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Project and roles come from a token, and from nothing else (contract 2.1, 2.4). */
@Against(TOKENS)
class TokenContractIT {
  private final Zaqar zaqar;

  TokenContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  private Call call(String method, String path, String... roles) {
    return new Call(zaqar.base(), method, path)
        .header("Client-ID", zaqar.clientId())
        .header("X-Auth-Token", JwtIssuer.token(zaqar.project(), roles));
  }

  private static void assertUnauthorized(Call call) {
    Reply reply = call.expect(401);
    assertThat(reply.text())
        .isEqualTo(
            "{\"error\":{\"code\":401,\"title\":\"Unauthorized\",\"message\":"
                + "\"The request you have made requires authentication.\"}}");
    assertThat(reply.header("WWW-Authenticate")).contains("Bearer");
    assertThat(reply.header("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/",
    "GET, /v2/ping",
    "HEAD, /v2/ping",
    "GET, /v2/queues",
    "PUT, /v2/queues/q",
    "GET, /v2/queues/q/stats",
    "POST, /v2/queues/q/purge",
    "POST, /v2/queues/q/messages",
    "GET, /v2/queues/q/messages/m",
    "POST, /v2/queues/q/claims",
    "GET, /v2/queues/q/claims/c",
    "GET, /v2/queues/q/subscriptions",
    "PUT, /v2/queues/q/subscriptions/s/confirm",
    "GET, /v2/pools",
    "PUT, /v2/pools/p",
    "GET, /v2/flavors",
    "GET, /v2/flavors/f",
    "GET, /v2/health"
  })
  void route_needsAToken(String method, String path) {
    Call call = zaqar.call(method, path).header("X-Roles", "operator").header("X-Tenant", "p");
    if (method.equals("HEAD")) {
      call.expect(401);
    } else {
      assertUnauthorized(call);
    }
  }

  @Test
  void discovery_needsNone() {
    zaqar.get("/").without("Client-ID", "X-Project-ID").expect(300);
    zaqar.get("/confirm").without("Client-ID", "X-Project-ID").expect(200);
    zaqar.call("OPTIONS", "/v2/queues").without("Client-ID", "X-Project-ID").expect(200);
  }

  @Test
  void token_comesBeforeAllOtherChecks() {
    assertUnauthorized(
        zaqar.get("/v2/queues/!").without("Client-ID").header("Accept", "application/xml"));
    call("GET", "/v2/queues").without("Client-ID").refused(400, "Missing header value");
  }

  @Test
  void project_isTheTokens() {
    call("PUT", "/v2/queues/own", "member").expect(201);

    JsonNode queues = call("GET", "/v2/queues").header("X-Project-ID", "victim").expect(200).json();
    assertThat(queues.path("queues")).hasSize(1);
    String other = JwtIssuer.token(zaqar.otherProject().project());
    assertThat(
            zaqar.get("/v2/queues").header("X-Auth-Token", other).expect(200).json().path("queues"))
        .isEmpty();
  }

  @Test
  void token_mayBeABearer() {
    new Call(zaqar.base(), "GET", "/v2/ping")
        .header("Client-ID", zaqar.clientId())
        .header("Authorization", "Bearer " + JwtIssuer.token(zaqar.project()))
        .expect(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "'", "Bearer x"})
  void token_thatIsNoneIsUnauthorized(String token) {
    assertUnauthorized(zaqar.get("/v2/ping").header("X-Auth-Token", token));
  }

  @Test
  void token_thatIsOverIsUnauthorized() {
    String token = JwtIssuer.token(zaqar.project(), Duration.ofSeconds(-11));

    assertUnauthorized(zaqar.get("/v2/ping").header("X-Auth-Token", token));
  }

  @Test
  void roles_areTheTokens() {
    call("GET", "/v2/pools", "operator").expect(200);
    call("GET", "/v2/pools", "admin").header("X-Roles", "operator").refused(403);
    call("GET", "/v2/health", "member").header("X-Roles", "operator").refused(403);
    call("GET", "/v2/flavors", "member").expect(200);
    call("DELETE", "/v2/flavors/none", "member").refused(403);
    call("DELETE", "/v2/flavors/none", "operator").expect(204);
  }

  @Test
  void reader_readsAndDoesNothingElse() {
    String messages = "/v2/queues/q/messages";
    call("POST", messages, "member", "reader").json("{'messages': [{'body': 1}]}").expect(201);

    assertThat(call("GET", messages + "?echo=true", "reader").expect(200).json().path("messages"))
        .hasSize(1);
    call("GET", "/v2/queues", "reader").expect(200);
    call("POST", messages, "reader").json("{'messages': [{'body': 1}]}").refused(403);
    call("DELETE", messages + "?pop=1", "reader").refused(403);
    call("POST", "/v2/queues/q/claims", "reader").refused(403);
    call("PUT", "/v2/queues/r", "reader").refused(403);
    call("DELETE", "/v2/queues/q", "reader").refused(403);
    call("POST", "/v2/queues/q/purge", "reader").refused(403);
    call("POST", "/v2/queues/q/subscriptions/none/test", "reader").refused(403);
    call("GET", "/v2/queues/q/subscriptions?detailed=true", "reader").expect(200);
    call("POST", messages).json("{'messages': [{'body': 1}]}").refused(403);
    call("PUT", "/v2/queues/r").refused(403);
    assertThat(call("GET", "/v2/queues/q/stats").expect(200).json().at("/messages/free").asInt())
        .isOne();
  }

  @Test
  void signature_needsNoToken() throws Exception {
    try (Hook hook = new Hook()) {
      call("POST", "/v2/queues/q/subscriptions", "member")
          .json("{'subscriber': '" + hook.url("/hook") + "'}")
          .expect(201);
      JsonNode question = hook.question().json();
      Call confirm = zaqar.put(question.path("URL-Paths").asText()).json("{'confirmed': true}");
      for (String name : new String[] {"URL-Methods", "URL-Paths", "URL-Expires"}) {
        confirm.header(name, question.path(name).asText());
      }

      confirm.header("URL-Signature", "0".repeat(64)).expect(404);
      confirm.header("URL-Signature", question.path("URL-Signature").asText()).expect(204);
    }
  }
}
