// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.names.MessageId;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;

/**
 * What a letter about a delivery that was given up says of it (contract 9.6). Any client can post
 * one like it.
 *
 * @param queue where the message was posted
 * @param ttl of the message
 * @param body of the message, as it was sent
 */
public record DeliveryLetter(
    QueueName queue, MessageId message, SubscriptionId subscription, Duration ttl, String body) {

  /** Reads a message with its body; empty if it is no letter, or one that holds no message. */
  public static Optional<DeliveryLetter> read(Message letter, int longestName) {
    if (!letter.author().equals(Messages.LETTERS_AUTHOR)) {
      return Optional.empty();
    }
    String text = Objects.requireNonNull(letter.body());
    try {
      // It has the members of a message that is posted, so its body is cut out in the same way.
      byte[] post = ("{\"messages\":[" + text + "]}").getBytes(StandardCharsets.UTF_8);
      List<DraftParser.MessageDraft> drafts = DraftParser.parse(post, 1);
      JsonNode document = Json.parse(text);
      Optional<MessageId> message = MessageId.parse(document.path("message_id").asText());
      Optional<SubscriptionId> subscription =
          SubscriptionId.parse(document.path("subscription_id").asText());
      String queue = document.path("queue_name").asText();
      return message.isPresent()
              && subscription.isPresent()
              && QueueName.isValid(queue, longestName)
          ? Optional.of(
              new DeliveryLetter(
                  new QueueName(queue),
                  message.get(),
                  subscription.get(),
                  Duration.ofSeconds(Math.max(0, drafts.getFirst().ttl().orElse(0))),
                  drafts.getFirst().body()))
          : Optional.empty();
    } catch (Problem noLetter) {
      return Optional.empty();
    }
  }
}
