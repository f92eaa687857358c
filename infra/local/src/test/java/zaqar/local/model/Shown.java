// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import zaqar.local.service.Instance.Reply;

/** What answers show of messages, held against the model. */
final class Shown {
  private Shown() {}

  /** The messages in an answer, each as the model has it. */
  static List<Message> messages(Iterable<JsonNode> array, QueueModel queue, Instant now) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode shown : array) {
      messages.add(message(shown, queue, now));
    }
    return messages;
  }

  /** A message in an answer, which the model must have just so. */
  static Message message(JsonNode shown, QueueModel queue, Instant now) {
    Message message =
        queue
            .find(shown.get("id").asText(), now)
            .orElseThrow(() -> new AssertionError("is not in the queue: " + brief(shown)));
    assertThat(shown.get("body").asText()).isEqualTo(message.body);
    assertThat(shown.get("ttl").asLong())
        .as("ttl of %s", message)
        .isEqualTo(message.ttl.toSeconds());
    assertAge(shown, message.created, now);
    if (shown.has("href")) {
      assertThat(shown.get("href").asText()).isEqualTo(href(message, queue, now));
    } else {
      assertThat(shown.get("claim_count").asLong()).isEqualTo(message.claimCount);
    }
    return message;
  }

  private static String href(Message message, QueueModel queue, Instant now) {
    String href = "/v2/queues/" + queue.name() + "/messages/" + message.id;
    return message.isClaimed(now) ? href + "?claim_id=" + message.claim : href;
  }

  /** An age in whole seconds. Instances know the time to a second, both then and now. */
  static void assertAge(JsonNode shown, Instant created, Instant now) {
    long age = Duration.between(created, now).toSeconds();
    assertThat(shown.get("age").asLong()).as("age").isBetween(Math.max(0, age - 2), age + 1);
  }

  /** An answer's messages by the beginnings of their bodies. */
  static String brief(Reply reply) {
    return StreamSupport.stream(reply.body().path("messages").spliterator(), false)
        .map(Shown::brief)
        .toList()
        .toString();
  }

  private static String brief(JsonNode shown) {
    return Message.brief(shown.path("body").asText());
  }
}
