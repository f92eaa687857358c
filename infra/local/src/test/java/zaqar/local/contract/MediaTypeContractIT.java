// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accept and Content-Type (contract 2.2 and 2.3). */
@Against(DEFAULTS)
class MediaTypeContractIT {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Zaqar zaqar;

  MediaTypeContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/*",
        "application/json",
        "application/json;q=0.1",
        "Application/JSON",
        "text/html, application/xml;q=0.9, */*;q=0.8",
        "text/html,application/json",
      })
  void accept_mayBeAnythingThatAdmitsJson(String accept) {
    zaqar.get("/v2/queues").header("Accept", accept).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/*", "application/xml", "text/plain, text/html", "garbage", "application/"})
  void accept_ofOtherTypesIs406(String accept) {
    zaqar.get("/v2/queues").header("Accept", accept).expect(406);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /v2/queues",
    "GET,  /v2/queues/q/stats",
    "GET,  /v2/queues/q/messages/m",
    "POST, /v2/queues/q/messages",
    "POST, /v2/queues/q/claims",
    "GET,  /v2/queues/q/claims/c",
  })
  void accept_ofXmlIs406OnEveryRoute(String method, String path) {
    Call call = zaqar.call(method, path).header("Accept", "application/xml");

    call.without("X-Project-ID").expect(406);
  }

  @Test
  void notAcceptable_isToldInXmlToThoseWhoTakeIt() {
    Reply reply = zaqar.get("/v2/queues").header("Accept", "application/xml").expect(406);

    assertThat(reply.header("Content-Type").orElse("")).startsWith("application/xml");
    assertThat(reply.text()).contains("<title>406 Not Acceptable</title>", "<link>", "help");
  }

  @Test
  void notAcceptable_isToldInJsonWithALinkToThoseWhoTakeAKindOfJson() {
    JsonNode error =
        zaqar.get("/v2/queues").header("Accept", "application/x+json").expect(406).json();

    assertThat(error.path("title").textValue()).isEqualTo("406 Not Acceptable");
    assertThat(Json.names(error.path("link"))).containsExactlyInAnyOrder("text", "href", "rel");
    assertThat(error.at("/link/rel").textValue()).isEqualTo("help");
  }

  @Test
  void notAcceptable_hasNoBodyForThoseWhoTakeNeither() {
    zaqar.get("/v2/queues").header("Accept", "text/plain").expect(406).empty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream", FORM + "; charset=utf-8"})
  void contentType_isIgnored(String type) {
    Queue queue = zaqar.queue();

    queue.postDocument("{'messages': [{'body': 'käse'}]}").header("Content-Type", type).expect(201);

    assertThat(queue.bodies("?echo=true")).containsExactly("käse");
  }

  @Test
  void contentType_mayBeMissing() {
    zaqar.queue().postDocument("{'messages': [{'body': 1}]}").without("Content-Type").expect(201);
  }

  @Test
  void contentType_mayBeThereWithoutABody() {
    Queue queue = zaqar.queue().create();

    queue.messages("GET", "").header("Content-Type", "application/json").expect(200);
    zaqar.delete(queue.path()).header("Content-Type", "application/json").expect(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {FORM, "Application/X-WWW-Form-Urlencoded"})
  void formBody_isRefused(String type) {
    zaqar
        .queue()
        .postDocument("{'messages': [{'body': 1}]}")
        .header("Content-Type", type)
        .refused(400, "Invalid Content-Type");
  }

  @Test
  void formBody_isRefusedInChunksToo() {
    zaqar
        .put(zaqar.queue().path())
        .header("Content-Type", FORM)
        .chunked("{}")
        .refused(400, "Invalid Content-Type");
  }

  @Test
  void formType_withALengthOfZeroIsRefused() {
    zaqar
        .put(zaqar.queue().path())
        .header("Content-Type", FORM)
        .refused(400, "Invalid Content-Type");
  }

  @Test
  void formType_withoutABodyIsFine() throws IOException {
    zaqar.get("/v2/queues").header("Content-Type", FORM).expect(200);
    assertThat(putWithoutContentLength(zaqar.queue(), FORM)).isEqualTo(201);
  }

  /** The JDK's newer client gives every PUT a Content-Length; its older one does not. */
  private int putWithoutContentLength(Queue queue, String contentType) throws IOException {
    URI uri = URI.create(zaqar.base().toString().replaceFirst("/$", "") + queue.path());
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setRequestProperty("Client-ID", zaqar.clientId());
    connection.setRequestProperty("X-Project-ID", zaqar.project());
    connection.setRequestProperty("Content-Type", contentType);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
