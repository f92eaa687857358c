// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A queue of the site. */
record Queue(Site site, String name) {
  String path() {
    return "/queues/" + name;
  }

  /** Makes the queue, which must not exist. */
  void make(String metadata) {
    site.call(201, "PUT", path(), metadata);
  }

  /** Posts messages with these texts as bodies. */
  void post(String... bodies) {
    String messages =
        Arrays.stream(bodies)
            .map(body -> "{'ttl': 3600, 'body': '" + body + "'}")
            .collect(Collectors.joining(", ", "{'messages': [", "]}"));
    site.call(201, "POST", path() + "/messages", messages);
  }

  /** The bodies of all messages that are not claimed. */
  List<String> bodies() {
    return bodies(site.call(200, "GET", path() + "/messages?echo=true"));
  }

  /** Claims all messages, of which there must be some. */
  JsonNode claim() {
    return site.call(201, "POST", path() + "/claims", "{'ttl': 300, 'grace': 300}")
        .path("messages");
  }

  /** Gives the messages of a claim back. */
  void release(JsonNode claimed) {
    String href = claimed.path(0).path("href").asText();
    String claim = href.replaceFirst(".*claim_id=", "");
    site.call(204, "DELETE", path() + "/claims/" + claim);
  }

  /** Deletes a message, by the claim that it is under. */
  void delete(JsonNode message) {
    site.call(204, "DELETE", message.path("href").asText().replaceFirst("^/v2", ""));
  }

  /** The bodies of messages that are deleted as they are read. */
  List<String> pop(int count) {
    return bodies(site.call(200, "DELETE", path() + "/messages?pop=" + count));
  }

  /** How many messages there are. */
  int total() {
    return site.call(200, "GET", path() + "/stats").at("/messages/total").asInt(-1);
  }

  /** Deletes the queue itself. */
  void delete() {
    site.call(204, "DELETE", path());
  }

  /** How many of its messages are in the table of a pool. */
  long messagesIn(String pool) {
    return site.tables().messages(pool, name).size();
  }

  private static List<String> bodies(JsonNode page) {
    List<String> bodies = new ArrayList<>();
    page.path("messages").forEach(message -> bodies.add(message.path("body").asText()));
    return bodies;
  }
}
