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
 * @param confirmed whether the subscriber has said that it wants this
 * @param version one more with every change
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
    boolean confirmed,
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
        false,
        1);
  }

  /** Whether it is not over yet. */
  public boolean isLive(Instant now) {
    return now.isBefore(end);
  }

  /** Whole seconds since it was created, never negative. */
  long age(Instant now) {
    return Math.max(0, Duration.between(created, now).toSeconds());
  }

  /** This one, changed: a new subscriber has to confirm for itself, a new ttl begins now. */
  Subscription with(SubscriptionParser.Change change, Instant now) {
    String newSubscriber = change.subscriber().orElse(subscriber);
    return new Subscription(
        queue,
        id,
        newSubscriber,
        change.ttl().orElse(ttl),
        created,
        change.ttl().map(now::plus).orElse(end),
        change.options().orElse(options),
        secret,
        confirmed && newSubscriber.equals(subscriber),
        version + 1);
  }

  /** This one, confirmed or not. */
  public Subscription confirmed(boolean isConfirmed) {
    return new Subscription(
        queue, id, subscriber, ttl, created, end, options, secret, isConfirmed, version + 1);
  }
}
