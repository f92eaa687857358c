// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import zaqar.check.history.Event;
import zaqar.check.history.Token;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

/**
 * A history written by hand, in seconds. {@code at(1, 2)} says when the next request begins and is
 * answered, {@code since(1)} that it is never answered. A message is called by its token; its id is
 * the token in capitals, or what follows an at sign: {@code a@X}.
 */
final class Tale {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "echo=true&include_claimed=true&include_delayed=true";

  private final List<Event> events = new ArrayList<>();
  private final Map<String, Integer> markers = new HashMap<>();
  private long start;
  private long end;
  private String who = "";
  private String filter = ALL;
  private int limit;
  private int ttl = 3600;
  private int delay = -1;
  private int status;
  private Map<String, String> headers = Map.of();

  Tale at(double from, double to) {
    start = (long) (from * 1e9);
    end = (long) (to * 1e9);
    return this;
  }

  Tale since(double from) {
    start = (long) (from * 1e9);
    end = Event.NEVER;
    return this;
  }

  /** Who asks next; his name is his Client-ID, too. */
  Tale by(String name) {
    who = name;
    return this;
  }

  /** The filter of the next page. */
  Tale seeing(String query) {
    filter = query;
    return this;
  }

  /** The limit of the next claim or pop, which otherwise gets all that it asks for. */
  Tale asking(int messages) {
    limit = messages;
    return this;
  }

  /** The ttl of the next post, claim or renewal. */
  Tale ttl(int seconds) {
    ttl = seconds;
    return this;
  }

  /** The delay of the next post. */
  Tale delay(int seconds) {
    delay = seconds;
    return this;
  }

  /** The status of the next answer, if it is not a success. */
  Tale refused(int with) {
    status = with;
    return this;
  }

  Tale create(String metadata) {
    return add("admin", "PUT", "", metadata.replace('\'', '"'), 201, "");
  }

  Tale patch(String operations) {
    return add("admin", "PATCH", "", operations.replace('\'', '"'), 200, "{}");
  }

  Tale post(String... messages) {
    ObjectNode asked = JSON.createObjectNode();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode resources = answer.putArray("resources");
    ArrayNode drafts = asked.putArray("messages");
    for (String message : messages) {
      ObjectNode draft = drafts.addObject().put("ttl", ttl);
      draft.set("body", Token.body(token(message), 0));
      if (delay >= 0) {
        draft.put("delay", delay);
      }
      resources.add("/v2/queues/q/messages/" + id(message));
    }
    return add("producer", "POST", "/messages", asked.toString(), 201, answer.toString());
  }

  /** The next page of this reader. */
  Tale page(String... messages) {
    return page(true, messages);
  }

  /** An empty page that tells the reader that the queue ends here. */
  Tale end() {
    return page(false);
  }

  /** The reader forgets his marker. */
  Tale anew(String reader) {
    markers.remove(reader);
    return this;
  }

  private Tale page(boolean goesOn, String... messages) {
    String reader = who.isEmpty() ? "observer" : who;
    int marker = markers.getOrDefault(reader, 0);
    ObjectNode page = shown("", messages);
    ArrayNode links = page.putArray("links");
    if (goesOn) {
      links
          .addObject()
          .put("rel", "next")
          .put("href", "/v2/queues/q/messages?marker=" + (marker + 1));
    }
    if (goesOn && end != Event.NEVER && status == 0) {
      markers.put(reader, marker + 1);
    }
    String from = marker == 0 ? "" : "&marker=" + marker;
    String path = "/messages?limit=20&" + filter + from;
    return add("observer", "GET", path, null, 200, page.toString());
  }

  Tale look(String id) {
    return add("observer", "GET", "/messages/" + id, null, 404, "");
  }

  /** A claim that gets these messages. */
  Tale claim(String claim, String... messages) {
    String path = "/claims?limit=" + (limit == 0 ? messages.length : limit);
    String body = "{\"ttl\":%d,\"grace\":60}".formatted(ttl);
    return messages.length == 0
        ? add("worker", "POST", path, body, 204, "")
        : located(claim).add("worker", "POST", path, body, 201, shown(claim, messages).toString());
  }

  Tale renew(String claim) {
    return add("worker", "PATCH", "/claims/" + claim, "{\"ttl\":%d}".formatted(ttl), 204, "");
  }

  Tale release(String claim) {
    return add("worker", "DELETE", "/claims/" + claim, null, 204, "");
  }

  Tale pop(String... messages) {
    String path = "/messages?pop=" + (limit == 0 ? messages.length : limit);
    return add("worker", "DELETE", path, null, 200, shown("", messages).toString());
  }

  Tale delete(String message) {
    return add("worker", "DELETE", "/messages/" + id(message), null, 204, "");
  }

  Tale delete(String message, String claim) {
    String path = "/messages/" + id(message) + "?claim_id=" + claim;
    return add("worker", "DELETE", path, null, 204, "");
  }

  Tale purge() {
    return add("admin", "POST", "/purge", "{\"resource_types\":[\"messages\"]}", 204, "");
  }

  Tale deleteQueue() {
    return add("admin", "DELETE", "", null, 204, "");
  }

  /** Something that was answered with this body. */
  Tale other(String method, String rest, String answer) {
    return add("somebody", method, rest, null, 200, answer);
  }

  /** A list that was answered so. */
  Tale status(int answered, String body) {
    return add("somebody", "GET", "/messages", null, answered, body);
  }

  private static ObjectNode shown(String claim, String... messages) {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode shown = document.putArray("messages");
    for (String message : messages) {
      String href = "/v2/queues/q/messages/" + id(message);
      shown
          .addObject()
          .put("id", id(message))
          .put("href", claim.isEmpty() ? href : href + "?claim_id=" + claim)
          .set("body", Token.body(token(message), 0));
    }
    return document;
  }

  private static String token(String message) {
    return message.replaceFirst("@.*", "");
  }

  private static String id(String message) {
    return message.contains("@")
        ? message.replaceFirst(".*@", "")
        : message.toUpperCase(Locale.ROOT);
  }

  private Tale located(String claim) {
    headers = Map.of("Location", "/v2/queues/q/claims/" + claim);
    return this;
  }

  private Tale add(
      String usual, String method, String rest, String body, int success, String answer) {
    String name = who.isEmpty() ? usual : who;
    Call call = new Call(method, "/queues/q" + rest, name, body);
    Answer answered =
        status == 0
            ? new Answer(success, headers, answer)
            : new Answer(status, Map.of(), "{\"title\":\"No\",\"description\":\"No.\"}");
    events.add(
        new Event(
            events.size() + 1L, name, start, end, call, end == Event.NEVER ? null : answered));
    who = "";
    filter = ALL;
    limit = 0;
    ttl = 3600;
    delay = -1;
    status = 0;
    headers = Map.of();
    return this;
  }

  List<Event> events() {
    return events;
  }

  List<Violation> violations(Tolerance tolerance) {
    return new Checker(tolerance).check(events);
  }

  /** The kinds of all violations. */
  List<Violation.Kind> broken() {
    return broken(Tolerance.USUAL);
  }

  List<Violation.Kind> broken(Tolerance tolerance) {
    return violations(tolerance).stream().map(Violation::kind).toList();
  }
}
