// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zaqar.local.service.Instance.Reply;

/** All messages of a queue as the service shows them, for what the model cannot know by itself. */
final class Everything {
  private static final String ALL =
      "/messages?limit=20&echo=true&include_claimed=true&include_delayed=true";

  private static final int MOST_PAGES = 100;

  private Everything() {}

  /** Reads a queue from its beginning to its end. */
  static List<JsonNode> in(QueueModel queue, Session session) {
    List<JsonNode> messages = new ArrayList<>();
    String path = ALL;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Reply page = session.send(queue, "GET", path, "");
      assertThat(page.status()).isEqualTo(200);
      page.body().get("messages").forEach(messages::add);
      if (page.body().get("links").isEmpty()) {
        return messages;
      }
      path = page.body().at("/links/0/href").asText().replaceAll(".*/messages", "/messages");
    }
    throw new AssertionError("the queue does not end");
  }

  /** The ids of a queue's messages by their bodies. */
  static Map<String, String> idsByBody(QueueModel queue, Session session) {
    Map<String, String> ids = new HashMap<>();
    for (JsonNode message : in(queue, session)) {
      String before = ids.put(message.get("body").asText(), message.get("id").asText());
      assertThat(before).as("another %s", message).isNull();
    }
    return ids;
  }

  /** Takes dead letters into their queue, where they must be by now. */
  static void bury(List<Message> letters, Session session, Instant now) {
    if (letters.isEmpty()) {
      return;
    }
    Map<String, String> ids = idsByBody(session.deadLetterQueue(), session);
    List<Message> buried = new ArrayList<>();
    for (Message letter : letters) {
      assertThat(ids).as("dead letters").containsKey(letter.body);
      Duration ttl = session.rules().deadTtl(letter.ttl);
      buried.add(Message.letter(ids.get(letter.body), letter, ttl, now));
    }
    session.deadLetterQueue().add(buried);
    session.remember(buried);
  }

  /**
   * Deletes messages of this step's queue of which nobody can know what has become of them, but
   * that each must be in one place.
   *
   * @param mayBeGone whether they may also be gone already
   */
  static void clearAway(List<Message> unsure, Session session, boolean mayBeGone) {
    List<Map<String, String>> found =
        session.queues().stream().map(queue -> idsByBody(queue, session)).toList();
    for (Message message : unsure) {
      List<Integer> places =
          Stream.of(0, 1).filter(queue -> found.get(queue).containsKey(message.body)).toList();
      assertThat(places).as("places of %s", message).hasSizeBetween(mayBeGone ? 0 : 1, 1);
      for (int place : places) {
        String path = "/messages?ids=" + found.get(place).get(message.body);
        Reply reply = session.send(session.queues().get(place), "DELETE", path, "");
        assertThat(reply.status()).isEqualTo(204);
      }
    }
    session.queue().remove(unsure);
  }
}
