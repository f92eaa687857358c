// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.aws.BatchPacker;
import zaqar.encryption.Undecryptable;
import zaqar.http.Json;
import zaqar.messages.Messages;
import zaqar.messages.StoredBody;
import zaqar.names.QueueName;
import zaqar.settings.DeliverySettings;
import zaqar.subscriptions.Subscription;

/**
 * Keeps deliveries that were given up: in the queue of the same project that the subscription
 * names, or else in a queue of the operator's, from where they can be sent again. Encrypted bodies
 * stay encrypted in both. A confirmation goes to the former alone, since the client can subscribe
 * again.
 */
record DeadLetterSink(
    Messages messages,
    Dispatcher courier,
    SqsClient client,
    DeliverySettings settings,
    Clock clock) {
  static final String OPTION = "_dead_letter_queue";

  /**
   * Keeps a delivery, with why it failed. A letter about a failed delivery makes no further letter,
   * so that two queues whose subscribers are both away do not keep each other busy.
   */
  void keep(DeliveryAttempt attempt, Subscription to, String reason) {
    Optional<QueueName> queue =
        Optional.ofNullable(to.options().path(OPTION).textValue()).map(QueueName::new);
    switch (attempt.content()) {
      case AnnouncedMessage message -> {
        Optional<StoredBody> body = courier.body(attempt.queue(), message);
        if (queue.isPresent() && !message.isLetter()) {
          ObjectNode letter =
              letter(attempt, message, body.flatMap(stored -> text(attempt, message, stored)));
          boolean encrypted = body.filter(StoredBody::isEncrypted).isPresent();
          post(queue.get(), attempt, letter, to, reason, encrypted);
        } else {
          send(attempt, body.map(message::with).orElse(message), reason);
        }
      }
      case Confirmation confirmation ->
          queue.ifPresent(
              name -> post(name, attempt, letter(attempt, confirmation), to, reason, false));
      case TestNotification test -> throw new IllegalArgumentException("a test is not kept");
    }
  }

  private Optional<String> text(
      DeliveryAttempt attempt, AnnouncedMessage message, StoredBody body) {
    try {
      return Optional.of(messages.text(attempt.queue(), message.id(), body));
    } catch (Undecryptable countedWhereItCameFrom) {
      return Optional.empty();
    }
  }

  /** A delivery that is too large for a queue goes without its body, which stays in the table. */
  private void send(DeliveryAttempt attempt, AnnouncedMessage message, String reason) {
    String whole = attempt.about(message).writeGivenUp(clock.instant(), reason);
    String given =
        BatchPacker.bytes(whole) > BatchPacker.MOST_BYTES
            ? attempt.writeGivenUp(clock.instant(), reason)
            : whole;
    client.sendMessage(r -> r.queueUrl(settings.undeliveredQueue()).messageBody(given));
  }

  private static ObjectNode letter(
      DeliveryAttempt attempt, AnnouncedMessage message, Optional<String> body) {
    ObjectNode letter =
        Json.object()
            .put("queue_name", attempt.queue().name().value())
            .put("message_id", message.id().toString())
            .put("ttl", message.ttl().toSeconds());
    body.ifPresent(text -> letter.putRawValue("body", new RawValue(text)));
    return letter;
  }

  private static ObjectNode letter(DeliveryAttempt attempt, Confirmation confirmation) {
    return Json.object()
        .put("queue_name", attempt.queue().name().value())
        .put("Message_Type", confirmation.kind().type());
  }

  private void post(
      QueueName queue,
      DeliveryAttempt attempt,
      ObjectNode letter,
      Subscription to,
      String reason,
      boolean encrypted) {
    letter
        .put("subscription_id", to.id().toString())
        .put("subscriber", to.subscriber())
        .put("attempts", attempt.failures() + 1)
        .put("last_error", reason);
    messages.postLetter(
        attempt.queue().sibling(queue),
        Json.write(letter),
        attempt.content().request(),
        attempt.content().hops(),
        encrypted);
  }
}
