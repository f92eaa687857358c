// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is wrong in several ways is told of the first, in the order of contract 2.1. */
@Against(DEFAULTS)
class CheckOrderContractIT {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BAD_NAME = "/v2/queues/b@d";

  private final Zaqar zaqar;

  CheckOrderContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @Test
  void unknownRoute_comesBeforeAllHeaders() {
    Reply reply =
        zaqar
            .get("/v2/unknown")
            .without("Client-ID", "X-Project-ID")
            .header("Accept", "text/plain")
            .expect(404);

    assertThat(reply.json()).isEqualTo(Json.of("{'title': '404 Not Found'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "2f0e2aa1c7ce1d4f5a32"})
  void signedUrl_isUnknownInAnyForm(String signature) {
    Reply reply =
        zaqar
            .get("/v2/queues/q/messages")
            .header("URL-Signature", signature)
            .header("URL-Expires", "2099-01-01T00:00:00")
            .header("URL-Methods", "GET")
            .header("URL-Paths", "/v2/queues/q/messages")
            .expect(404);

    assertThat(reply.json()).isEqualTo(Json.of("{'title': '404 Not Found'}"));
  }

  @Test
  void signedUrl_comesBeforeContentTypeAndAccept() {
    zaqar
        .post("/v2/queues/q/messages")
        .header("URL-Signature", "abc")
        .header("Content-Type", FORM)
        .header("Accept", "text/plain")
        .body("a=b")
        .expect(404);
  }

  @Test
  void formBody_comesBeforeAccept() {
    zaqar
        .post("/v2/queues/q/messages")
        .header("Content-Type", FORM)
        .header("Accept", "text/plain")
        .body("a=b")
        .refused(400, "Invalid Content-Type");
  }

  @Test
  void accept_comesBeforeClientIdProjectAndName() {
    zaqar
        .get(BAD_NAME)
        .without("Client-ID", "X-Project-ID")
        .header("Accept", "text/plain")
        .expect(406);
  }

  @Test
  void clientId_comesBeforeProject() {
    zaqar
        .get("/v2/queues")
        .without("Client-ID", "X-Project-ID")
        .refused(400, "Missing header value");
  }

  @Test
  void clientId_comesBeforeName() {
    zaqar.get(BAD_NAME).without("Client-ID").refused(400, "Missing header value");
    zaqar.get(BAD_NAME).header("Client-ID", "textid").refused(400, "Wrong UUID value");
  }

  @Test
  void project_comesBeforeName() {
    zaqar.get(BAD_NAME).without("X-Project-ID").refused(400, "Project-Id Missing");
  }

  @Test
  void name_comesBeforeQueryAndBody() {
    zaqar
        .post(BAD_NAME + "/claims?limit=99")
        .body("{")
        .refused(400, "Invalid queue identification");
  }

  @Test
  void query_comesBeforeBody() {
    zaqar.queue().claims("?limit=99", "{").refused(400, "Invalid API request");
    zaqar.queue().claims("?limit=x", "{").refused(400, "Invalid parameter");
  }

  @Test
  void size_comesBeforeSyntax() {
    zaqar.queue().postDocument("[" + " ".repeat(262_144)).refused(400, "Invalid API request");
  }

  @Test
  void syntax_comesBeforeStorage() {
    zaqar
        .call("PATCH", "/v2/queues/missing/claims/missing")
        .json("{'ttl':")
        .refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v2/queues",
    "HEAD, /v2/queues/q",
    "POST, /v2/queues/q",
    "POST, /v2/queues/q/stats",
    "GET,  /v2/queues/q/purge",
    "GET,  /v2/queues/q/share",
    "PUT,  /v2/queues/q/messages",
    "PUT,  /v2/queues/q/messages/m",
    "GET,  /v2/queues/q/claims",
    "POST, /v2/queues/q/claims/c",
    "POST, /v2/",
    "POST, /v2/ping",
  })
  void wrongMethod_comesAfterTheHeaders(String method, String path) {
    zaqar.call(method, path).expect(405);
    zaqar.call(method, path).without("Client-ID").expect(400);
    zaqar.call(method, path).without("X-Project-ID").expect(400);
    zaqar.call(method, path).header("Accept", "text/plain").expect(406);
  }

  @Test
  void wrongMethod_comesAfterTheName() {
    zaqar.post(BAD_NAME).refused(400, "Invalid queue identification");
  }

  @Test
  void unheardMethod_isABadRequest() {
    zaqar.call("SETFIRE", "/v2/queues").refused(400, "Bad request");
  }

  @Test
  void options_areAnsweredBeforeTheHeaders() {
    Reply reply = zaqar.call("OPTIONS", "/v2/queues").without("Client-ID", "X-Project-ID").send();

    reply.expect(200).empty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-scheme:x", ":x", "", "strange"})
  void extraSpec_hasNoEffect(String value) {
    zaqar.get("/v2/queues").header("Extra-Spec", value).expect(200);
    zaqar
        .get("/v2/queues")
        .header("Extra-Spec", value)
        .without("X-Project-ID")
        .refused(400, "Project-Id Missing");
  }
}
