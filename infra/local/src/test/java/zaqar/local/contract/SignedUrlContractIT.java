// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Using signed URLs (contract 10.3), rightly or not. */
@Against(DEFAULTS)
class SignedUrlContractIT {
  private static final JsonNode NOT_FOUND = Json.of("{'title': '404 Not Found'}");

  private final Zaqar zaqar;
  private final Zaqar stranger;
  private final Queue queue;
  private final Queue other;

  SignedUrlContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    stranger = zaqar.otherClient();
    queue = zaqar.queue();
    other = zaqar.queue();
  }

  private JsonNode share(Queue queue, String body) {
    return zaqar.post(queue.path("/share")).json(body).expect(200).json();
  }

  private JsonNode shareMessages() {
    return share(queue, "{'methods': ['GET', 'POST']}");
  }

  private Call call(JsonNode shared, String method, String path) {
    return SignedUrls.call(stranger, shared, method, path);
  }

  private static void assertNothingThere(Call call) {
    assertThat(call.expect(404).json()).as(call.toString()).isEqualTo(NOT_FOUND);
  }

  @Test
  void messages_arePostedAndRead() {
    JsonNode shared = shareMessages();
    String path = queue.path("/messages");

    JsonNode posted =
        call(shared, "POST", path).json("{'messages': [{'body': 1}]}").expect(201).json();

    String href = posted.at("/resources/0").asText();
    assertThat(call(shared, "GET", href).expect(200).json().path("body").intValue()).isEqualTo(1);
    assertThat(call(shared, "GET", path + "?echo=true").expect(200).json().path("messages"))
        .hasSize(1);
    assertNothingThere(call(shared, "DELETE", href));
  }

  @Test
  void claims_areTakenRenewedAndReleased() {
    queue.postNumbers(1);
    JsonNode shared =
        share(queue, "{'paths': ['claims'], 'methods': ['GET', 'POST', 'PATCH', 'DELETE']}");

    String claim = call(shared, "POST", queue.path("/claims")).expect(201).location();

    call(shared, "GET", claim).expect(200);
    call(shared, "PATCH", claim).json("{'ttl': 300}").expect(204);
    call(shared, "DELETE", claim).expect(204);
    assertNothingThere(call(shared, "GET", queue.path("/messages")));
  }

  @Test
  void subscriptions_areMadeListedAndEndedAndNotConfirmed() {
    JsonNode shared =
        share(queue, "{'paths': ['subscriptions'], 'methods': ['GET', 'POST', 'PUT']}");
    String path = queue.path("/subscriptions");

    String id =
        call(shared, "POST", path)
            .json("{'subscriber': 'https://192.0.32.1/'}")
            .expect(201)
            .json()
            .path("subscription_id")
            .asText();
    call(shared, "PUT", path + "/" + id + "/confirm").json("{'confirmed': true}").expect(403);
    call(shared, "PUT", path + "/" + id + "/confirm").json("{'confirmed': false}").expect(204);

    JsonNode listed = call(shared, "GET", path).expect(200).json().path("subscriptions");
    assertThat(listed.at("/0/confirmed").booleanValue()).isFalse();
    assertNothingThere(call(shared, "DELETE", path + "/" + id));
  }

  @Test
  void lists_mayBeInAnyOrder() {
    JsonNode shared = share(queue, "{'paths': ['messages', 'claims'], 'methods': ['GET', 'POST']}");

    call(shared, "GET", queue.path("/messages"))
        .header("URL-Paths", queue.path("/messages") + "," + queue.path("/claims"))
        .header("URL-Methods", "POST,GET")
        .expect(200);
  }

  @Test
  void keyId_isTakenButNotNeeded() {
    JsonNode shared = shareMessages();

    call(shared, "GET", queue.path("/messages"))
        .header("URL-Key-Id", shared.path("key_id").asText())
        .expect(200);
    for (String wrong : new String[] {"", "0123456789abcdef"}) {
      assertNothingThere(call(shared, "GET", queue.path("/messages")).header("URL-Key-Id", wrong));
    }
  }

  @Test
  void sharing_isNotShared() {
    JsonNode shared =
        share(
            queue,
            "{'paths': ['messages', 'claims', 'subscriptions'],"
                + " 'methods': ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']}");

    assertNothingThere(call(shared, "POST", queue.path("/share")).json("{}"));
    for (String rest : new String[] {"", "/stats", "/purge"}) {
      assertNothingThere(call(shared, "GET", queue.path(rest)));
    }
    assertNothingThere(call(shared, "GET", "/v2/queues"));
    assertNothingThere(call(shared, "GET", "/v2/ping"));
  }

  @ParameterizedTest
  @CsvSource({
    "URL-Signature, ''",
    "URL-Signature, 77d73a9b4cfb988d34427c4aa27ad83e23eb7b850e5b60d7104f73a3f74afb87",
    "URL-Expires, ''",
    "URL-Expires, never",
    "URL-Expires, 2015-10-18T10:00:00",
    "URL-Expires, 2999-10-18T10:00:00",
    "URL-Methods, ''",
    "URL-Methods, 'GET,POST,DELETE'",
    "URL-Methods, 'GET, POST'",
    "URL-Paths, ''",
    "URL-Paths, /v2/queues",
    "X-Project-ID, ''",
    "X-Project-ID, another"
  })
  void header_thatIsChangedFindsNothing(String name, String value) {
    assertNothingThere(call(shareMessages(), "GET", queue.path("/messages")).header(name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"URL-Expires", "URL-Methods", "URL-Paths", "X-Project-ID"})
  void header_thatIsMissingOrDoubledFindsNothing(String name) {
    JsonNode shared = share(queue, "{}");
    String path = queue.path("/messages");
    String value =
        switch (name) {
          case "URL-Expires" -> shared.path("expires").asText();
          case "URL-Methods" -> "GET";
          case "URL-Paths" -> path;
          default -> zaqar.project();
        };

    assertNothingThere(call(shared, "GET", path).without(name));
    assertNothingThere(call(shared, "GET", path).again(name, value));
    assertNothingThere(
        call(shared, "GET", path).again("URL-Signature", shared.path("signature").asText()));
  }

  @Test
  void list_isNotPutTogetherFromTwoHeaders() {
    JsonNode shared = share(queue, "{'paths': ['messages', 'claims']}");

    assertNothingThere(
        call(shared, "GET", queue.path("/messages"))
            .header("URL-Paths", queue.path("/claims"))
            .again("URL-Paths", queue.path("/messages")));
  }

  @Test
  void caller_isStillAskedFor() {
    JsonNode shared = shareMessages();

    call(shared, "GET", queue.path("/messages"))
        .without("Client-ID")
        .refused(400, "Missing header value");
  }

  /** Q stands for the queue that is shared, O for another of the project. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/queues/O/messages",
        "/v2/queues/Q",
        "/v2/queues/Q/",
        "/v2/queues/Q/messagesque",
        "/v2/queues/QQ/messages",
        "/v2/queues/Q/messages/",
        "/v2/queues/Q/messages/m/more",
        "/prefix/v2/queues/Q/messages",
        "/v2/queues/O/messages/..%2F..%2FQ%2Fmessages",
        "/v2/queues/Q/messages/../../O/messages",
        "/v2/queues/Q/%2e%2e/O/messages",
        "/v2/queues/Q%2Fmessages",
        "/v2/queues/Q%2fmessages%2f..%2f..%2fO/messages",
        "/v2/queues/O%2F..%2FQ/messages",
        "/v2/queues/Q%252Fmessages",
        "/v2/queues//Q/messages",
        "/v2//queues/Q/messages",
        "//v2/queues/Q/messages",
        "/v2/queues/Q//messages",
        "/V2/queues/Q/messages",
        "/v2/queues/Q/MESSAGES",
        "/v2/queues/Q%00/messages",
        "/v2/queues/Q;x/messages"
      })
  void path_isNotTricked(String path) {
    other.postNumbers(1);

    assertNothingThere(
        call(shareMessages(), "GET", path.replace("Q", queue.name()).replace("O", other.name())));
  }

  @Test
  void path_isComparedLetterByLetter() {
    Queue dotted = zaqar.queue("a.b");
    JsonNode shared = share(dotted, "{}");

    call(shared, "GET", dotted.path("/messages")).expect(200);
    assertNothingThere(call(shared, "GET", "/v2/queues/axb/messages"));
    assertNothingThere(
        call(
            shareMessages(),
            "GET",
            "/v2/queues/" + queue.name().toUpperCase(Locale.ROOT) + "/messages"));
  }
}
