// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import zaqar.encryption.Undecryptable;
import zaqar.messages.Messages;
import zaqar.messages.StoredBody;
import zaqar.names.QueueKey;
import zaqar.receivers.DeliveryOutcome;
import zaqar.receivers.Notice;
import zaqar.receivers.NotificationSender;
import zaqar.receivers.Receiver;
import zaqar.subscriptions.Subscription;

/** Sends one content to one subscriber, once. */
record Dispatcher(
    Messages messages, ConfirmationNotices confirmations, NotificationSender sender, Clock clock) {
  /** Tells the subscriber, and waits for what becomes of it. */
  DeliveryOutcome carry(DeliveryAttempt attempt, Subscription to) {
    Optional<Notice> notice;
    try {
      notice = notice(attempt, to);
    } catch (Undecryptable e) {
      return new DeliveryOutcome.Refused("the message's body cannot be decrypted");
    }
    int hops = attempt.content().hops() + 1;
    return notice
        .map(found -> sender.send(id(attempt, to), hops, receiver(attempt, to), found))
        .orElseGet(() -> new DeliveryOutcome.Refused("the message's body is gone"));
  }

  /** The same for all tries to bring one content to one subscriber, and for no other. */
  static String id(DeliveryAttempt attempt, Subscription to) {
    return attempt.content().key() + "-" + to.id();
  }

  /** The options of a subscription count only after the subscriber has agreed. */
  private Receiver receiver(DeliveryAttempt attempt, Subscription to) {
    Receiver receiver =
        new Receiver(to.subscriber(), to.options(), to.secrets().at(clock.instant()));
    return attempt.content() instanceof Confirmation ? receiver.plain() : receiver;
  }

  private Optional<Notice> notice(DeliveryAttempt attempt, Subscription to) {
    return switch (attempt.content()) {
      case AnnouncedMessage message ->
          text(attempt.queue(), message).map(text -> notification(attempt, message, to, text));
      case Confirmation confirmation -> Optional.of(confirmations.notice(confirmation, to));
      case TestNotification test -> Optional.of(plain(Notification.test(attempt.queue().name())));
    };
  }

  /** A message's body as it is stored, wherever that is; empty if it is gone. */
  Optional<StoredBody> body(QueueKey queue, AnnouncedMessage message) {
    return message.body().or(() -> messages.bodyApart(queue, message.id()));
  }

  /** The same as it was sent; throws {@link Undecryptable} if it cannot be decrypted. */
  Optional<String> text(QueueKey queue, AnnouncedMessage message) {
    return body(queue, message).map(body -> messages.text(queue, message.id(), body));
  }

  private static Notice notification(
      DeliveryAttempt attempt, AnnouncedMessage message, Subscription to, String body) {
    if (CloudEvent.isAskedBy(to.options())) {
      CloudEvent event = new CloudEvent(attempt.queue().name(), message);
      return new Notice(event.headers(), body, "", body);
    }
    Optional<Duration> delay = Optional.of(message.delay()).filter(Duration::isPositive);
    return plain(new Notification(attempt.queue().name(), body, message.ttl(), delay).document());
  }

  private static Notice plain(String document) {
    return new Notice(document, "", document);
  }
}
