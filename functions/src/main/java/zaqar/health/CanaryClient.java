// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Query;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.Caller;
import zaqar.names.ClientId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/**
 * Sends the requests of a client to the handlers that serve clients. An unexpected answer is
 * thrown.
 *
 * @param project whose queue it uses
 * @param id what the log calls this visit
 */
record CanaryClient(Handler service, ProjectId project, String id) {
  private static final QueueName NAME = new QueueName("canary");
  private static final ClientId CLIENT = ClientId.ofText("zaqar health");
  private static final String QUEUE = "/v2/queues/{queue_name}";
  private static final String MESSAGES = QUEUE + "/messages";
  private static final String MESSAGE = MESSAGES + "/{message_id}";
  private static final String CLAIMS = QUEUE + "/claims";
  private static final String CLAIM = CLAIMS + "/{claim_id}";

  record Claimed(String claim, String message) {}

  Response createQueue() {
    return send("PUT", QUEUE, Map.of(), Map.of(), "", 201);
  }

  String post() {
    String body = "{\"messages\": [{\"body\": \"canary\"}]}";
    Response posted = send("POST", MESSAGES, Map.of(), Map.of(), body, 201);
    return lastSegment(Json.parse(posted.body()).path("resources").path(0).asText());
  }

  /** A claim of one message, which must be one of these. */
  Claimed claim(List<String> posted) {
    Response claimed = send("POST", CLAIMS, Map.of(), Map.of("limit", "1"), "", 201);
    String message = idOf(Json.parse(claimed.body()).path("messages").path(0));
    require(posted.contains(message), "another message was claimed than was posted");
    return new Claimed(lastSegment(claimed.headers().getOrDefault("Location", "")), message);
  }

  /** The first messages there are, which must be among these, and some if there are any. */
  List<String> list(List<String> posted) {
    Map<String, String> all = Map.of("echo", "true", "include_claimed", "true");
    Response response = send("GET", MESSAGES, Map.of(), all, "", 200);
    List<String> listed =
        Json.parse(response.body()).path("messages").valueStream().map(CanaryClient::idOf).toList();
    require(
        posted.containsAll(listed) && listed.isEmpty() == posted.isEmpty(),
        "other messages were listed than were posted");
    return listed;
  }

  Response delete(String message) {
    return send("DELETE", MESSAGE, Map.of("message_id", message), Map.of(), "", 204);
  }

  Response deleteAll(Claimed claimed) {
    Map<String, String> which = Map.of("ids", claimed.message(), "claim_ids", claimed.claim());
    return send("DELETE", MESSAGES, Map.of(), which, "", 204);
  }

  Response release(String claim) {
    return send("DELETE", CLAIM, Map.of("claim_id", claim), Map.of(), "", 204);
  }

  Response deleteQueue() {
    return send("DELETE", QUEUE, Map.of(), Map.of(), "", 204);
  }

  private Response send(
      String method,
      String resource,
      Map<String, String> pathParameters,
      Map<String, String> query,
      String body,
      int expected) {
    List<Query.Parameter> parameters =
        query.entrySet().stream()
            .map(each -> new Query.Parameter(each.getKey(), each.getValue()))
            .toList();
    Response response =
        service.handle(
            new Request(
                id,
                "",
                method,
                resource,
                resource,
                pathParameters,
                new Query(parameters),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                new Caller(project, CLIENT),
                new QueueKey(project, NAME)));
    require(
        response.status() == expected,
        method + " " + resource + " -> " + response.status() + " " + response.body());
    return response;
  }

  private static void require(boolean isMet, String otherwise) {
    if (!isMet) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static String idOf(JsonNode message) {
    String href = message.path("href").asText();
    int query = href.indexOf('?');
    return lastSegment(query < 0 ? href : href.substring(0, query));
  }

  private static String lastSegment(String href) {
    return href.substring(href.lastIndexOf('/') + 1);
  }
}
