// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/** A queue as its producers and subscribers see it. JSON is written with single quotes. */
record Queue(Wire wire, String name) {
  /** The life of what is posted and subscribed, in seconds. */
  static final int TTL = 86_400;

  private static final String CLIENT = "3381af92-2b9e-11e3-b191-71861300734c";

  /** Posts messages with these bodies, JSON to the byte, once. */
  Answer post(List<String> bodies) throws IOException {
    String messages =
        bodies.stream()
            .map(body -> "{\"ttl\": %d, \"body\": %s}".formatted(TTL, body))
            .collect(Collectors.joining(", ", "{\"messages\": [", "]}"));
    return wire.send(new Call("POST", path("/messages"), CLIENT, messages));
  }

  /** Posts a message, and returns its id. */
  String post(String body) throws IOException {
    Answer answer = expect(201, post(List.of(body)));
    return answer.json().path("resources").path(0).asText().replaceFirst(".*/", "");
  }

  /** Creates it. */
  void create(String metadata) throws IOException {
    call(201, "PUT", "", metadata);
  }

  /** Claims messages, if there are any. */
  void claim() throws IOException {
    wire.send(new Call("POST", path("/claims"), CLIENT, null));
  }

  /** The id of a new subscription, which is confirmed. */
  String subscribe(String url, String options) throws IOException {
    String subscription =
        "{'subscriber': '%s', 'ttl': %d, 'options': {%s}}".formatted(url, TTL, options);
    String id =
        call(201, "POST", "/subscriptions", subscription).json().path("subscription_id").asText();
    call(204, "PUT", "/subscriptions/" + id + "/confirm", "{'confirmed': true}");
    return id;
  }

  /** What is known of a subscription. */
  JsonNode subscription(String id) throws IOException {
    return call(200, "GET", "/subscriptions/" + id, null).json();
  }

  /** Its oldest messages. */
  JsonNode messages() throws IOException {
    return call(200, "GET", "/messages?echo=true&limit=20", null).json().path("messages");
  }

  private Answer call(int status, String method, String rest, @Nullable String body)
      throws IOException {
    String json = body == null ? null : body.replace('\'', '"');
    return expect(status, wire.send(new Call(method, path(rest), CLIENT, json)));
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    return answer;
  }

  private String path(String rest) {
    return "/queues/" + name + rest;
  }
}
