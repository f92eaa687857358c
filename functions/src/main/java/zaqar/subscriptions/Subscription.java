package zaqar.subscriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import zaqar.names.QueueKey;
import zaqar.names.SubscriptionId;

/**
 * Somebody who wants to be told of the messages of a queue.
 *
 * @param subscriber where to tell it: a URI, compared as it was sent
 * @param ttl as given last
 * @param created age is counted from here, whatever changes later
 * @param end when it is over
 * @param options as sent
 * @param secret what its webhooks are signed with
 * @param consent what the subscriber says to it
 * @param slowUntil until when its receiver is taken for one that answers slowly
 * @param version one more with every change by a client
 */
public record Subscription(
    QueueKey queue,
    SubscriptionId id,
    String subscriber,
    Duration ttl,
    Instant created,
    Instant end,
    ObjectNode options,
    String secret,
    Consent consent,
    Instant slowUntil,
    long version) {

  /** A new one, to be confirmed. */
  static Subscription begin(
      QueueKey queue,
      SubscriptionId id,
      SubscriptionParser.Draft draft,
      String secret,
      Instant now) {
    return new Subscription(
        queue,
        id,
        draft.subscriber(),
        draft.ttl(),
        now,
        now.plus(draft.ttl()),
        draft.options(),
        secret,
        Consent.ASKED,
        Instant.EPOCH,
        1);
  }

  /** Whether it is not over yet. */
  public boolean isLive(Instant now) {
    return now.isBefore(end);
  }

  /** Whether the subscriber has said that it wants this. */
  public boolean confirmed() {
    return consent == Consent.GIVEN;
  }

  /**
   * Whether the subscriber is to be told of messages.
   *
   * @param confirmationNeeded whether only those are told who have said that they want it
   */
  public boolean isTold(Instant now, boolean confirmationNeeded) {
    return isLive(now) && (confirmationNeeded ? confirmed() : consent != Consent.WITHDRAWN);
  }

  /** Whether its receiver is taken for one that answers slowly. */
  public boolean isSlow(Instant now) {
    return now.isBefore(slowUntil);
  }

  /** Whole seconds since it was created, never negative. */
  long age(Instant now) {
    return Math.max(0, Duration.between(created, now).toSeconds());
  }

  /** This one, changed: a new subscriber has to confirm for itself, a new ttl begins now. */
  Subscription with(SubscriptionParser.Change change, Instant now) {
    String newSubscriber = change.subscriber().orElse(subscriber);
    boolean isMoved = !newSubscriber.equals(subscriber);
    return new Subscription(
        queue,
        id,
        newSubscriber,
        change.ttl().orElse(ttl),
        created,
        change.ttl().map(now::plus).orElse(end),
        change.options().orElse(options),
        secret,
        isMoved ? Consent.ASKED : consent,
        isMoved ? Instant.EPOCH : slowUntil,
        version + 1);
  }

  /** This one, confirmed or not any more. */
  public Subscription confirmed(boolean isConfirmed) {
    Consent said = isConfirmed ? Consent.GIVEN : Consent.WITHDRAWN;
    return new Subscription(
        queue, id, subscriber, ttl, created, end, options, secret, said, slowUntil, version + 1);
  }
}
