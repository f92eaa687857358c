// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import zaqar.check.history.Event;
import zaqar.check.history.Token;
import zaqar.check.wire.Answer;

/**
 * Reads events as acts. An answer that cannot be understood counts as none: what it was to say is
 * unknown.
 */
final class Acts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_CONTENT = 204;
  private static final int DEFAULT_LIMIT = 10;
  private static final int DEFAULT_CLAIM_TTL = 300;
  private static final int DEFAULT_CLAIM_GRACE = 60;

  /** The shortest ttl that the API allows; no message without a ttl lives shorter. */
  private static final int SHORTEST_TTL = 60;

  private Acts() {}

  /** What an event was about. */
  static Act read(Event event) {
    Target target = Target.of(event.call().path());
    Event understood = isUnderstood(event) ? event : event.unanswered();
    String id = target.id();
    return switch (event.call().method() + " " + target.kind() + (id.isEmpty() ? "" : "/")) {
      case "POST messages" -> post(understood);
      case "GET messages" -> page(understood);
      case "GET messages/" -> look(understood, id);
      case "DELETE messages" -> deleteMany(understood);
      case "DELETE messages/" -> delete(understood, id);
      case "POST claims" -> claim(understood);
      case "PATCH claims/" -> new Act.Renewal(understood, id, ttl(understood), grace(understood));
      case "DELETE claims/" -> new Act.Release(understood, id);
      case "POST purge", "DELETE " -> clearing(understood);
      case "PUT ", "PATCH " -> new Act.Setup(understood, asked(understood));
      default -> new Act.Other(understood);
    };
  }

  /** Whether an answer that should carry a document does. */
  static boolean isUnderstood(Event event) {
    Answer answer = event.answer();
    return answer == null
        || !answer.succeeded()
        || answer.status() == NO_CONTENT
        || event.call().method().matches("PUT|PATCH")
        || answer.json().isObject();
  }

  private static Act post(Event event) {
    List<Act.Draft> drafts = new ArrayList<>();
    for (JsonNode message : asked(event).path("messages")) {
      drafts.add(
          new Act.Draft(
              Token.in(message.path("body")),
              message.path("ttl").asLong(SHORTEST_TTL) * Times.SECOND,
              message.has("delay") ? message.get("delay").asLong() * Times.SECOND : null));
    }
    List<String> ids = new ArrayList<>();
    answered(event).path("resources").forEach(href -> ids.add(lastSegment(href.asText())));
    return new Act.Post(event, drafts, ids);
  }

  private static Act page(Event event) {
    Query query = Query.of(event.call().path());
    if (!query.text("ids").isEmpty()) {
      return new Act.Look(event, query.list("ids"), shown(answered(event)));
    }
    Filter filter =
        new Filter(
            query.flag("echo"), query.flag("include_claimed"), query.flag("include_delayed"));
    JsonNode page = answered(event);
    return new Act.Page(
        event,
        filter,
        query.number("limit", DEFAULT_LIMIT),
        query.text("marker"),
        shown(page),
        Query.of(page.at("/links/0/href").asText()).text("marker"));
  }

  private static Act look(Event event, String id) {
    JsonNode found = answered(event);
    return new Act.Look(
        event, List.of(id), found.isMissingNode() ? List.of() : List.of(message(found)));
  }

  private static Act deleteMany(Event event) {
    Query query = Query.of(event.call().path());
    int pop = query.number("pop", 0);
    return pop > 0
        ? new Act.Pop(event, pop, shown(answered(event)))
        : new Act.Deletion(event, query.list("ids"), "");
  }

  private static Act delete(Event event, String id) {
    return new Act.Deletion(event, List.of(id), Query.of(event.call().path()).text("claim_id"));
  }

  /** Location names the claim also when it has lapsed before its answer was written. */
  private static Act claim(Event event) {
    int limit = Query.of(event.call().path()).number("limit", DEFAULT_LIMIT);
    List<Act.Shown> messages = shown(answered(event));
    Answer answer = event.answer();
    String location = answer == null ? null : answer.header("Location");
    String id = messages.isEmpty() || location == null ? "" : lastSegment(location);
    return new Act.Claim(event, ttl(event), grace(event), limit, id, messages);
  }

  private static Act clearing(Event event) {
    JsonNode kinds = asked(event).path("resource_types");
    boolean sparesMessages = kinds.isArray() && !kinds.toString().contains("\"messages\"");
    return sparesMessages ? new Act.Other(event) : new Act.Clearing(event);
  }

  private static long ttl(Event event) {
    return asked(event).path("ttl").asLong(DEFAULT_CLAIM_TTL) * Times.SECOND;
  }

  private static long grace(Event event) {
    return asked(event).path("grace").asLong(DEFAULT_CLAIM_GRACE) * Times.SECOND;
  }

  private static List<Act.Shown> shown(JsonNode document) {
    List<Act.Shown> shown = new ArrayList<>();
    document.path("messages").forEach(message -> shown.add(message(message)));
    return shown;
  }

  private static Act.Shown message(JsonNode message) {
    String id = message.path("id").asText();
    String token = Token.in(message.path("body"));
    return new Act.Shown(id, token.isEmpty() ? id : token);
  }

  private static String lastSegment(String href) {
    return href.substring(href.lastIndexOf('/') + 1);
  }

  private static JsonNode answered(Event event) {
    Answer answer = event.answer();
    return answer == null || !answer.succeeded() ? MissingNode.getInstance() : answer.json();
  }

  private static JsonNode asked(Event event) {
    String body = event.call().body();
    try {
      return body == null ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
