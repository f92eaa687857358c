// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.aws.AwsClients;
import zaqar.aws.BatchPacker;
import zaqar.dynamodb.Platform;
import zaqar.messages.DeliveryLetter;
import zaqar.messages.Message;
import zaqar.messages.Messages;
import zaqar.messages.Redeliveries;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Puts what letters hold into the delivery queue once more, as if it had just been posted and under
 * the same id. A letter counts if its subscription names the queue that it is in: so whoever may
 * post there reaches no other subscriber, and what fails again comes back.
 */
public record LetterRedeliveries(
    Platform platform, SubscriptionStore subscriptions, Messages messages) implements Redeliveries {
  @Override
  public Set<MessageId> send(QueueKey letters, List<Message> some) {
    Map<MessageId, DeliveryAttempt> attempts = new LinkedHashMap<>();
    for (Message each : some) {
      attempt(letters, each)
          .filter(attempt -> BatchPacker.bytes(attempt.write()) <= BatchPacker.MOST_BYTES)
          .ifPresent(attempt -> attempts.put(each.id(), attempt));
    }
    if (!attempts.isEmpty()) {
      // Hardly ever needed, so it is not kept.
      try (SqsClient client = AwsClients.sqs(platform.settings())) {
        new DeliveryQueue(client, platform).send(attempts.values().stream());
      }
    }
    return Set.copyOf(attempts.keySet());
  }

  private Optional<DeliveryAttempt> attempt(QueueKey letters, Message message) {
    int longestName = platform.settings().limits().maxQueueNameLength();
    return DeliveryLetter.read(message, longestName)
        .filter(letter -> isOf(letter, letters))
        .map(
            letter ->
                DeliveryAttempt.first(
                    letters.sibling(letter.queue()),
                    letter.subscription(),
                    announced(letters.sibling(letter.queue()), letter, message),
                    false));
  }

  private boolean isOf(DeliveryLetter letter, QueueKey letters) {
    Instant asked = platform.clock().instant();
    boolean isConfirmationNeeded = platform.settings().delivery().requireConfirmation();
    Optional<Subscription> to =
        subscriptions.get(letters.sibling(letter.queue()), letter.subscription());
    return to.filter(found -> found.isTold(platform.at(asked).earliest(), isConfirmationNeeded))
        .map(found -> found.options().path(DeadLetterSink.OPTION).asText())
        .filter(letters.name().value()::equals)
        .isPresent();
  }

  private AnnouncedMessage announced(QueueKey queue, DeliveryLetter letter, Message message) {
    boolean isEncrypted = message.stored() != null && message.stored().isEncrypted();
    return new AnnouncedMessage(
        letter.message(),
        Optional.ofNullable(message.request()),
        message.hops(),
        platform.clock().instant(),
        letter.ttl(),
        Duration.ZERO,
        false,
        Optional.of(messages.stored(queue, letter.message(), letter.body(), isEncrypted)));
  }
}
