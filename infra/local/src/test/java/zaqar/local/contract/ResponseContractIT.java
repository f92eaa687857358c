// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Response headers and the form of errors (contract 2.2 and 2.3). */
@Against(DEFAULTS)
class ResponseContractIT {
  private static final String REQUEST_ID = "req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Zaqar zaqar;

  ResponseContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  @Test
  void requestId_isOnEveryResponse() {
    Queue queue = zaqar.queue();
    List<Reply> replies =
        Stream.of(
                zaqar.get("/"),
                zaqar.get("/v2/"),
                zaqar.get("/v2/ping"),
                zaqar.get("/v2/unknown"),
                zaqar.get("/v2/queues"),
                zaqar.get("/v2/queues").header("Accept", "text/plain"),
                zaqar.get("/v2/queues").without("Client-ID"),
                zaqar.get("/v2/queues").header("URL-Signature", "x"),
                zaqar.post("/v2/queues"),
                zaqar.call("HEAD", queue.path()),
                zaqar.put(queue.path()),
                zaqar.put(queue.path()).json("{"),
                zaqar.call("PATCH", queue.path()),
                queue.message("GET", "unknown"),
                queue.claims("", "{}"))
            .map(Call::send)
            .toList();

    assertThat(replies)
        .allSatisfy(
            reply ->
                assertThat(reply.header("X-Openstack-Request-Id").orElse(""))
                    .as(reply.toString())
                    .matches(REQUEST_ID));
    assertThat(replies.stream().map(reply -> reply.header("X-Openstack-Request-Id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void body_isJsonWithItsLength() {
    Reply reply = zaqar.get("/v2/queues").expect(200);

    assertThat(reply.header("Content-Type")).hasValue("application/json");
    assertThat(reply.header("Content-Length")).hasValue(String.valueOf(reply.bytes().length));
  }

  @Test
  void created_isEmptyJson() {
    Reply reply = zaqar.put(zaqar.queue().path()).expect(201).empty();

    assertThat(reply.header("Content-Type")).hasValue("application/json");
  }

  @Test
  void noContent_hasNoContentType() {
    assumeThat(Deployment.isLocal()).as("API Gateway adds a Content-Type of its own").isTrue();

    assertThat(zaqar.get("/v2/ping").expect(204).empty().header("Content-Type")).isEmpty();
    assertThat(zaqar.delete(zaqar.queue().path()).expect(204).header("Content-Type")).isEmpty();
  }

  @Test
  void body_isUtf8Unescaped() {
    Queue queue = zaqar.queue().create("{'city': 'Zürich ☃ 𝄞'}");
    queue.post("{'body': 'Zürich ☃ 𝄞'}");

    assertThat(zaqar.get(queue.path()).expect(200).text()).contains("Zürich ☃ 𝄞");
    assertThat(queue.messages("GET", "?echo=true").expect(200).text()).contains("Zürich ☃ 𝄞");
  }

  @Test
  void error_isJsonWithTitleAndDescriptionAlone() {
    Reply reply = zaqar.queue().postDocument("{").refused(400, "Invalid request body");

    assertThat(reply.header("Content-Type")).hasValue("application/json");
    assertThat(reply.header("Vary")).hasValue("Accept");
  }

  @Test
  void error_ofALimitIsAnInvalidRequest() {
    Queue queue = zaqar.queue();

    queue.messages("GET", "?limit=21").refused(400, "Invalid API request");
    queue.postDocument("{}").refused(400, "Invalid API request");
    queue
        .postDocument("{'messages': [{'body': 1, 'ttl': 59}]}")
        .refused(400, "Invalid API request");
    queue.postDocument(" ".repeat(262_145)).refused(400, "Invalid API request");
    queue.messages("DELETE", "").refused(400, "Invalid API request");
    queue.pop(21).refused(400, "Invalid API request");
    queue.put("{'_default_message_ttl': 59}").refused(400, "Invalid API request");
    queue.claims("", "{'ttl': 59}").refused(400, "Invalid API request");
  }

  @Test
  void error_ofATypeIsAnInvalidBody() {
    Queue queue = zaqar.queue();

    queue.put("[]").refused(400, "Invalid request body");
    queue.postDocument("{'messages': [{'ttl': 60}]}").refused(400, "Invalid request body");
    queue
        .postDocument("{'messages': [{'body': 1, 'ttl': '60'}]}")
        .refused(400, "Invalid request body");
    queue.claims("", "{'ttl': '60'}").refused(400, "Invalid request body");
  }

  @Test
  void error_ofAQueryValueNamesTheParameter() {
    Reply number = zaqar.queue().messages("GET", "?limit=x").refused(400, "Invalid parameter");
    Reply flag = zaqar.queue().messages("GET", "?echo=x").refused(400, "Invalid parameter");

    assertThat(number.json().path("description").asText()).contains("limit");
    assertThat(flag.json().path("description").asText()).contains("echo");
  }

  @Test
  void notFound_namesResourceQueueAndProject() {
    Queue queue = zaqar.queue();
    String gone = queue.postNumbers(1).getFirst();
    queue.message("DELETE", gone).expect(204);
    Reply message = queue.message("GET", gone).refused(404, "Not found");
    Reply claim = zaqar.get(queue.path("/claims/none")).refused(404, "Not found");
    Reply patched = zaqar.queue("none").patch("[]").refused(404, "Not found");

    assertThat(message.json().path("description").asText())
        .contains(gone, queue.name(), zaqar.project());
    assertThat(claim.json().path("description").asText())
        .contains("none", queue.name(), zaqar.project());
    assertThat(patched.json().path("description").asText()).contains("none", zaqar.project());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v2/                     | GET",
        "POST | /v2/ping                 | GET, HEAD",
        "POST | /v2/queues               | GET",
        "POST | /v2/queues/q             | DELETE, GET, PATCH, PUT",
        "POST | /v2/queues/q/stats       | GET",
        "GET  | /v2/queues/q/purge       | POST",
        "PUT  | /v2/queues/q/messages    | DELETE, GET, POST",
        "PUT  | /v2/queues/q/messages/m  | DELETE, GET",
        "GET  | /v2/queues/q/claims      | POST",
        "PUT  | /v2/queues/q/claims/c    | DELETE, GET, PATCH",
      })
  void methodNotAllowed_listsTheMethods(String method, String path, String allowed) {
    Reply reply = zaqar.call(method, path).expect(405);

    assertThat(reply.json()).isEqualTo(Json.of("{'title': '405 Method Not Allowed'}"));
    assertThat(reply.header("Allow").orElse("").split(", "))
        .containsExactlyInAnyOrder((allowed + ", OPTIONS").split(", "));
    assertThat(reply.header("Vary")).hasValue("Accept");
  }

  @Test
  void queue_cannotBeLookedForByHead() {
    zaqar.call("HEAD", zaqar.queue().create().path()).expect(405);
  }

  @Test
  void unsupportedMediaType_mentionsTheRightOne() {
    Reply reply =
        zaqar
            .queue()
            .patch("[]")
            .header("Content-Type", "application/json")
            .refused(415, "415 Unsupported Media Type");

    assertThat(reply.json().path("description").asText()).contains(Queue.PATCH_TYPE);
    assertThat(reply.header("Accept-Patch")).isEmpty();
  }

  @Test
  void conflict_namesTheKey() {
    Queue queue = zaqar.queue().create();
    Reply reply =
        queue
            .patch("[{'op': 'remove', 'path': '/metadata/colour'}]")
            .refused(409, "Resource conflict");

    assertThat(reply.json().path("description").asText()).contains("colour");
  }

  @Test
  void undeletable_is403Or400WithOneTitle() {
    Queue queue = zaqar.queue();
    queue.postNumbers(1);
    String id = queue.claim().ids().getFirst();

    queue.message("DELETE", id).refused(403, "Unable to delete");
    queue.message("DELETE", id + "?claim_id=malformed").refused(400, "Unable to delete");
  }
}
