package zaqar.delivery;

import java.time.Clock;
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
  private final Clock clock;

  Courier(Messages messages, ConfirmationNotices confirmations, Sender sender, Clock clock) {
    this.messages = messages;
    this.confirmations = confirmations;
    this.sender = sender;
    this.clock = clock;
  }

  /** Tells the subscriber, and waits for what becomes of it. */
  Outcome carry(Attempt attempt, Subscription to) {
    Optional<Notice> notice;
    try {
      notice = notice(attempt, to);
    } catch (Undecryptable e) {
      return new Outcome.Refused("the message's body cannot be decrypted");
    }
    return notice
        .map(
            found ->
                sender.send(
                    id(attempt, to), attempt.content().hops() + 1, receiver(attempt, to), found))
        .orElseGet(() -> new Outcome.Refused("the message's body is gone"));
  }

  /** The same for all tries to bring one content to one subscriber, and for no other. */
  static String id(Attempt attempt, Subscription to) {
    return attempt.content().key() + "-" + to.id();
  }

  /** What whoever subscribed wants to be sent is for those alone who have agreed. */
  private Receiver receiver(Attempt attempt, Subscription to) {
    Receiver receiver =
        new Receiver(to.subscriber(), to.options(), to.secrets().at(clock.instant()));
    return switch (attempt.content()) {
      case Announced message -> receiver;
      case Confirmation word -> receiver.plain();
    };
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
