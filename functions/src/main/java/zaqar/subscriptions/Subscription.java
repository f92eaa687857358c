// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param secrets what its webhooks are signed with
 * @param consent what the subscriber says to it
 * @param answerBy until when the subscriber can answer; whole seconds. It is later with each
 *     asking, so that it names one: an answer to an earlier asking, or by an earlier subscriber,
 *     names another
 * @param slowUntil until when its receiver is taken for one that answers slowly
 * @param delivery what became of its deliveries lately
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
    SigningSecrets secrets,
    Consent consent,
    Instant answerBy,
    Instant slowUntil,
    DeliveryState delivery,
    long version) {

  /**
   * A new one, to be confirmed.
   *
   * @param patience how long a subscriber has to answer
   */
  static Subscription begin(
      QueueKey queue,
      SubscriptionId id,
      SubscriptionParser.NewSubscription draft,
      String secret,
      Duration patience,
      Instant now) {
    return new Subscription(
        queue,
        id,
        draft.subscriber(),
        draft.ttl(),
        now,
        now.plus(draft.ttl()),
        draft.options(),
        SigningSecrets.of(secret),
        Consent.ASKED,
        now.plus(patience).truncatedTo(ChronoUnit.SECONDS),
        Instant.EPOCH,
        DeliveryState.NONE,
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

  /**
   * This one, changed: a new subscriber is asked for itself, a new ttl begins now.
   *
   * @param secret is used where the change asks for another
   */
  Subscription with(
      SubscriptionParser.Change change, String secret, Duration patience, Instant now) {
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
        change.rotatesSecret() ? secrets.rotated(secret, now) : secrets,
        isMoved ? Consent.ASKED : consent,
        isMoved ? nextAnswerBy(patience, now) : answerBy,
        isMoved ? Instant.EPOCH : slowUntil,
        isMoved ? DeliveryState.NONE : delivery,
        version + 1);
  }

  private Instant nextAnswerBy(Duration patience, Instant now) {
    Instant next = now.plus(patience).truncatedTo(ChronoUnit.SECONDS);
    return next.isAfter(answerBy) ? next : answerBy.plusSeconds(1);
  }

  /** This one, as its subscriber is asked: what was sent before stays good until it is over. */
  Subscription asked(Duration patience, Instant now) {
    return now.isBefore(answerBy) ? this : with(consent, nextAnswerBy(patience, now));
  }

  /** This one, confirmed or not any more. */
  public Subscription confirmed(boolean isConfirmed) {
    return with(isConfirmed ? Consent.GIVEN : Consent.WITHDRAWN, answerBy);
  }

  private Subscription with(Consent newConsent, Instant newAnswerBy) {
    return new Subscription(
        queue,
        id,
        subscriber,
        ttl,
        created,
        end,
        options,
        secrets,
        newConsent,
        newAnswerBy,
        slowUntil,
        delivery,
        version + 1);
  }
}
