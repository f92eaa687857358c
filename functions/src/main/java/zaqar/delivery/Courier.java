package zaqar.delivery;

import java.time.Duration;
import java.util.Optional;
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
    Optional<Notice> notice =
        switch (attempt.content()) {
          case Announced message ->
              body(attempt, message).map(body -> notification(attempt, message, body));
          case Confirmation confirmation -> Optional.of(confirmations.notice(confirmation, to));
        };
    String id = attempt.content().key() + "-" + to.id();
    Receiver receiver = new Receiver(to.subscriber(), to.options(), to.secret());
    return notice
        .map(found -> sender.send(id, receiver, found))
        .orElseGet(() -> new Outcome.Refused("the message's body is gone"));
  }

  /** A message's body, wherever it is; empty if it is gone. */
  Optional<String> body(Attempt attempt, Announced message) {
    return message
        .body()
        .map(StoredBody::text)
        .or(() -> messages.bodyApart(attempt.queue(), message.id()));
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
