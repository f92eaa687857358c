package zaqar.delivery;

import java.time.Duration;
import java.util.Optional;
import zaqar.encryption.Undecryptable;
import zaqar.messages.Messages;
import zaqar.messages.StoredBody;
import zaqar.receivers.Notice;
import zaqar.receivers.Outcome;
import zaqar.receivers.Receiver;
import zaqar.receivers.Sender;
import zaqar.subscriptions.Subscription;

/** Takes one content to one subscriber, once. */
final class Courier {
  private final Messages messages;
  private final ConfirmationNotices confirmations;
  private final Sender sender;

  Courier(Messages messages, ConfirmationNotices confirmations, Sender sender) {
    this.messages = messages;
    this.confirmations = confirmations;
    this.sender = sender;
  }

  /** Tells the subscriber, and waits for what becomes of it. */
  Outcome carry(Attempt attempt, Subscription to) {
    Optional<Notice> notice;
    try {
      notice = notice(attempt, to);
    } catch (Undecryptable e) {
      return new Outcome.Refused("the message's body cannot be decrypted");
    }
    String id = attempt.content().key() + "-" + to.id();
    Receiver receiver = new Receiver(to.subscriber(), to.options(), to.secret());
    return notice
        .map(found -> sender.send(id, attempt.content().hops() + 1, receiver, found))
        .orElseGet(() -> new Outcome.Refused("the message's body is gone"));
  }

  private Optional<Notice> notice(Attempt attempt, Subscription to) {
    return switch (attempt.content()) {
      case Announced message ->
          body(attempt, message)
              .map(body -> messages.text(attempt.queue(), message.id(), body))
              .map(text -> notification(attempt, message, text));
      case Confirmation confirmation -> Optional.of(confirmations.notice(confirmation, to));
    };
  }

  /** A message's body as it is stored, wherever that is; empty if it is gone. */
  Optional<StoredBody> body(Attempt attempt, Announced message) {
    return message.body().or(() -> messages.bodyApart(attempt.queue(), message.id()));
  }

  private static Notice notification(Attempt attempt, Announced message, String body) {
    String document =
        new Notification(
                attempt.queue().name(),
                body,
                message.ttl(),
                Optional.of(message.delay()).filter(Duration::isPositive))
            .document();
    return new Notice(document, "", document);
  }
}
