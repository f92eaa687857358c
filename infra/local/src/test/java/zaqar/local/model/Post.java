// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import zaqar.local.service.Instance.Reply;

/**
 * Posts messages.
 *
 * @param delay in seconds; negative to ask for none
 * @param isLarge whether the bodies are too large for the messages' own items
 */
record Post(int client, int count, int ttl, int delay, boolean isLarge) implements Action {
  private static final int LARGE = 2000;

  @Override
  public void run(Session session) {
    List<String> bodies = new ArrayList<>();
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String body = "m" + session.nextNumber() + (isLarge ? letters(i) : "");
      bodies.add(body);
      documents.add(
          "{\"body\":\"%s\",\"ttl\":%d%s}"
              .formatted(body, ttl, delay < 0 ? "" : ",\"delay\":" + delay));
    }
    Instant now = session.now();
    Reply reply =
        session.sendOnce(
            client, "POST", "/messages", "{\"messages\":[" + String.join(",", documents) + "]}");
    List<Message> posted = new ArrayList<>();
    List<Optional<String>> ids = ids(session, reply, bodies);
    for (int i = 0; i < count; i++) {
      String body = bodies.get(i);
      ids.get(i).ifPresent(id -> posted.add(message(session, id, body, now)));
    }
    assertThat(posted).as("order").isSorted();
    session.queue().messagesOf(Session.client(client)).stream()
        .max(Message::compareTo)
        .ifPresent(last -> assertThat(posted).allMatch(m -> m.compareTo(last) > 0, "later"));
    session.queue().post(posted);
    session.remember(posted);
  }

  /** If the post was not acknowledged, some of it may be there, and so may the queue. */
  private static List<Optional<String>> ids(Session session, Reply reply, List<String> bodies) {
    if (session.isUnanswered(reply)) {
      session.send("PUT", "", "");
      Map<String, String> found = Everything.idsByBody(session.queue(), session);
      return bodies.stream().map(body -> Optional.ofNullable(found.get(body))).toList();
    }
    assertThat(reply.status()).isEqualTo(201);
    List<Optional<String>> ids = new ArrayList<>();
    reply
        .body()
        .get("resources")
        .forEach(href -> ids.add(Optional.of(href.asText().replaceAll(".*/", ""))));
    return ids;
  }

  private Message message(Session session, String id, String body, Instant now) {
    Instant delayedUntil = session.queue().rules().delayedUntil(delay, now);
    return new Message(
        id, Session.client(client), body, now, delayedUntil, Duration.ofSeconds(ttl));
  }

  private static String letters(int seed) {
    StringBuilder letters = new StringBuilder(" ");
    new Random(seed).ints(LARGE, 'a', 'z').forEach(c -> letters.append((char) c));
    return letters.toString();
  }
}
