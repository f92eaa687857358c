// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import zaqar.local.service.Instance.Reply;

/** A queue, an instance at work on it, and another one that has never seen it. */
final class Scene {
  private static final int MOST_PAGES = 100;
  private static final String EVERYTHING =
      "/messages?limit=20&echo=true&include_claimed=true&include_delayed=true";

  private final String queue = UUID.randomUUID().toString();
  private final Instance instance;
  private final Instance witness;
  private final List<String> posted = new ArrayList<>();
  private final List<String> claims = new ArrayList<>();

  Scene(Instance instance, Instance witness) {
    this.instance = instance;
    this.witness = witness;
  }

  /** The queue's name and what follows it. */
  String path(String rest) {
    return queue + rest;
  }

  Instance witness() {
    return witness;
  }

  /** The ids of all messages posted so far, in order. */
  List<String> posted() {
    return posted;
  }

  /** The path of the n-th claim made so far. */
  String claim(int n) {
    return claims.get(n);
  }

  void create(String metadata) {
    assertThat(instance.call("PUT", queue, metadata).status()).isEqualTo(201);
  }

  void post(int count, int size) {
    posted.addAll(instance.post(queue, count, size));
  }

  void pass(int seconds) {
    instance.clock().advance(Duration.ofSeconds(seconds));
  }

  void claim(int limit, int ttl) {
    Reply claim = claim(instance, limit, ttl);
    assertThat(claim.body().get("messages")).hasSize(limit);
    claims.add(pathOf(claim.headers().get("Location")));
  }

  /** So many messages that two claims of those at the head let the cursor pass them. */
  void postEnoughToPass() {
    post(41, 100);
    pass(5);
  }

  Reply claim(Instance by, int limit) {
    return claim(by, limit, 60);
  }

  private Reply claim(Instance by, int limit, int ttl) {
    String terms = "{\"ttl\":" + ttl + ",\"grace\":60}";
    return by.call("POST", queue + "/claims?limit=" + limit, terms);
  }

  /** The ids that the witness claims now. */
  List<String> claimable(int limit) {
    return ids(claim(witness, limit));
  }

  /** All messages of a queue, as the witness reads them. */
  List<JsonNode> everything(String name) {
    List<JsonNode> messages = new ArrayList<>();
    String path = name + EVERYTHING;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Reply page = witness.call("GET", path, "");
      assertThat(page.status()).isEqualTo(200);
      page.body().get("messages").forEach(messages::add);
      if (page.body().get("links").isEmpty()) {
        return messages;
      }
      path = pathOf(page.body().at("/links/0/href").asText());
    }
    throw new AssertionError("the queue does not end");
  }

  /** The ids of all messages of the queue, as the witness reads them. */
  List<String> ids() {
    return everything(queue).stream().map(message -> message.get("id").asText()).toList();
  }

  static String pathOf(String href) {
    return href.substring("/v2/queues/".length());
  }

  /** The ids in the answer to a post. */
  static List<String> postedIds(Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().get("resources").forEach(href -> ids.add(href.asText().replaceAll(".*/", "")));
    return ids;
  }

  /** The ids of the messages in an answer. */
  static List<String> ids(Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }
}
