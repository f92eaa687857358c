// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/** A queue in memory that keeps every promise, since it does one thing at a time. */
class MemoryZaqar implements Wire {
  private static final Pattern PATH =
      Pattern.compile("/queues/([^/?]+)/?(messages|claims|purge)?/?([^?]*)\\??(.*)");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TreeMap<Long, Message> messages = new TreeMap<>();
  private long last;
  private int queueDelay;

  private static final class Message {
    private final long id;
    private final String client;
    private final JsonNode body;
    private final long delayedUntil;
    private String claim = "";
    private long heldUntil;

    private Message(long id, String client, JsonNode body, long delayedUntil) {
      this.id = id;
      this.client = client;
      this.body = body;
      this.delayedUntil = delayedUntil;
      heldUntil = System.nanoTime();
    }

    private boolean isHeld() {
      return heldUntil - System.nanoTime() > 0;
    }

    private boolean isDelayed() {
      return delayedUntil - System.nanoTime() > 0;
    }
  }

  @Override
  public synchronized Answer send(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      throw new AssertionError(call);
    }
    String kind = path.group(2) == null ? "" : path.group(2);
    String id = path.group(3);
    Map<String, String> query = query(path.group(4));
    JsonNode body = new Answer(0, Map.of(), call.body() == null ? "{}" : call.body()).json();
    return switch (call.method() + " " + kind + (id.isEmpty() ? "" : "/")) {
      case "PUT " -> create(body);
      case "PATCH " -> new Answer(200, Map.of(), "{}");
      case "DELETE ", "POST purge" -> clear();
      case "POST messages" -> post(call.client(), body);
      case "GET messages" -> list(call.client(), query);
      case "DELETE messages" -> query.containsKey("pop") ? pop(query) : deleteAll(query);
      case "DELETE messages/" -> delete(Long.parseLong(id), query.getOrDefault("claim_id", ""));
      case "POST claims" -> claim(body.path("ttl").asInt(), query);
      case "PATCH claims/" -> renew(id, body.path("ttl").asInt());
      case "DELETE claims/" -> release(id);
      default -> throw new AssertionError(call);
    };
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String parameter : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], parts[1]);
    }
    return query;
  }

  private Answer create(JsonNode metadata) {
    queueDelay = metadata.path("_default_message_delay").asInt();
    return new Answer(201, Map.of(), "");
  }

  private Answer clear() {
    messages.clear();
    return noContent();
  }

  private static Answer noContent() {
    return new Answer(204, Map.of(), "");
  }

  private Answer post(String client, JsonNode body) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var resources = answer.putArray("resources");
    for (JsonNode draft : body.path("messages")) {
      long delay = queueDelay == 0 ? 0 : draft.path("delay").asInt(queueDelay);
      last++;
      messages.put(
          last, new Message(last, client, draft.path("body"), System.nanoTime() + delay * SECOND));
      resources.add("/v2/queues/q/messages/" + last);
    }
    return new Answer(201, Map.of(), answer.toString());
  }

  private Answer list(String client, Map<String, String> query) {
    boolean echo = query.get("echo").equals("true");
    boolean claimed = query.get("include_claimed").equals("true");
    boolean delayed = query.get("include_delayed").equals("true");
    long marker = Long.parseLong(query.getOrDefault("marker", "0"));
    List<Message> page =
        messages.tailMap(marker, false).values().stream()
            .filter(m -> echo || !m.client.equals(client))
            .filter(m -> (claimed || !m.isHeld()) && (delayed || !m.isDelayed()))
            .limit(Integer.parseInt(query.get("limit")))
            .toList();
    ObjectNode document = document(page, "");
    var links = document.putArray("links");
    if (!page.isEmpty()) {
      query.put("marker", String.valueOf(page.getLast().id));
      List<String> parameters = new ArrayList<>();
      query.forEach((name, value) -> parameters.add(name + "=" + value));
      links.addObject().put("href", "/v2/queues/q/messages?" + String.join("&", parameters));
    }
    return new Answer(200, Map.of(), document.toString());
  }

  private static ObjectNode document(List<Message> messages, String claim) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    var shown = document.putArray("messages");
    for (Message message : messages) {
      String href = "/v2/queues/q/messages/" + message.id;
      shown
          .addObject()
          .put("id", String.valueOf(message.id))
          .put("href", claim.isEmpty() ? href : href + "?claim_id=" + claim)
          .set("body", message.body);
    }
    return document;
  }

  private List<Message> free(String limit) {
    return messages.values().stream()
        .filter(m -> !m.isHeld() && !m.isDelayed())
        .limit(Integer.parseInt(limit))
        .toList();
  }

  private Answer pop(Map<String, String> query) {
    List<Message> popped = free(query.get("pop"));
    popped.forEach(message -> messages.remove(message.id));
    return new Answer(200, Map.of(), document(popped, "").toString());
  }

  private Answer deleteAll(Map<String, String> query) {
    for (String id : query.get("ids").split(",", -1)) {
      messages.remove(Long.valueOf(id));
    }
    return noContent();
  }

  private Answer delete(long id, String claim) {
    @Nullable Message message = messages.get(id);
    boolean isRefused = message != null && !(message.isHeld() && message.claim.equals(claim));
    if (isRefused) {
      return new Answer(message.isHeld() ? 403 : 400, Map.of(), "{}");
    }
    messages.remove(id);
    return noContent();
  }

  private Answer claim(int ttl, Map<String, String> query) {
    List<Message> claimed = free(query.get("limit"));
    last++;
    String claim = "c" + last;
    claimed.forEach(
        message -> {
          message.claim = claim;
          message.heldUntil = System.nanoTime() + ttl * SECOND;
        });
    return claimed.isEmpty()
        ? noContent()
        : new Answer(
            201,
            Map.of("Location", "/v2/queues/q/claims/" + claim),
            document(claimed, claim).toString());
  }

  private List<Message> held(String claim) {
    Predicate<Message> isHeld = message -> message.claim.equals(claim) && message.isHeld();
    return messages.values().stream().filter(isHeld).toList();
  }

  private Answer renew(String claim, int ttl) {
    List<Message> held = held(claim);
    held.forEach(message -> message.heldUntil = System.nanoTime() + ttl * SECOND);
    return held.isEmpty() ? new Answer(404, Map.of(), "{}") : noContent();
  }

  private Answer release(String claim) {
    held(claim).forEach(message -> message.heldUntil = System.nanoTime());
    return noContent();
  }
}
