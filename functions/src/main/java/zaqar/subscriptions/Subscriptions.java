// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.OptimisticRetry;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.TimeBounds;
import zaqar.http.Problem;
import zaqar.names.QueueKey;
import zaqar.names.SubscriptionId;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;

/**
 * The rules for subscriptions (contract 8). A queue has no two with the same subscriber. A client
 * that asks for one that exists, and is not confirmed yet, gets that one.
 *
 * @param secrets makes what a subscriber's webhooks are signed with
 */
public record Subscriptions(
    Platform platform,
    SubscriptionStore store,
    QueueStateStore states,
    Queues queues,
    Confirmations confirmations,
    Supplier<String> secrets) {
  private static final int ATTEMPTS = 10;
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
  private static final Duration TEST_PAUSE = Duration.ofSeconds(10);

  /** What became of a change. */
  sealed interface Update {
    record Done(Subscription after) implements Update {}

    /** There is no such subscription. */
    record Unknown() implements Update {}

    /** Another subscription of the queue has that subscriber. */
    record Taken() implements Update {}
  }

  /** A subscription that was created, or was there and is not confirmed. */
  record Created(Subscription subscription, boolean isNew) {}

  /**
   * Creates a subscription, and asks its subscriber; empty if there is one with this subscriber
   * that is confirmed.
   *
   * @param service where the subscriber reaches this service
   * @throws Problem if the queue has no room for another
   */
  Optional<Created> create(
      QueueKey queue, SubscriptionParser.NewSubscription draft, String service) {
    Optional<Created> created = createIfAbsent(queue, draft);
    created.ifPresent(it -> confirmations.ask(it.subscription(), service));
    return created;
  }

  private Optional<Created> createIfAbsent(
      QueueKey queue, SubscriptionParser.NewSubscription draft) {
    if (!states.read(queue).listed()) {
      queues.createLazily(queue);
    }
    return OptimisticRetry.until(
        () -> {
          TimeBounds now = platform.now();
          SubscriptionStore.SubscriberSlot slot =
              store.slot(queue, draft.subscriber(), now.earliest());
          if (slot.holder().isPresent()) {
            return askAgain(slot.holder().get(), now);
          }
          requireRoom(queue, now.earliest());
          Instant begin = now.latest();
          Subscription fresh =
              Subscription.begin(queue, newId(begin), draft, secrets.get(), patience(), begin);
          return store.create(fresh, slot, now.earliest())
              ? Optional.of(Optional.of(new Created(fresh, true)))
              : Optional.empty();
        },
        () -> tooManyOthers(queue));
  }

  /** Empty if somebody else was faster; holds nothing if the subscription is confirmed. */
  private Optional<Optional<Created>> askAgain(Subscription found, TimeBounds now) {
    if (found.confirmed()) {
      return Optional.of(Optional.empty());
    }
    Subscription asked = found.asked(patience(), now.latest());
    return asked.equals(found) || store.replace(found, asked, now.earliest())
        ? Optional.of(Optional.of(new Created(asked, false)))
        : Optional.empty();
  }

  /** Nothing is locked while they are counted: two at the same moment may both find room. */
  private void requireRoom(QueueKey queue, Instant now) {
    int most = platform.settings().limits().maxSubscriptionsPerQueue();
    if (most > 0 && store.hasAtLeast(most, queue, now)) {
      throw Problem.limitReached(
          "A queue may have " + most + " subscriptions (MaxSubscriptionsPerQueue).", RETRY_AFTER);
    }
  }

  /** How long a subscriber has to answer. */
  private Duration patience() {
    return platform.settings().limits().maxSignedUrlLife();
  }

  private boolean needsConfirmation() {
    return platform.settings().delivery().requireConfirmation();
  }

  private SubscriptionId newId(Instant now) {
    RandomGenerator random = platform.random();
    return new SubscriptionId(
        new Ulid(
            (now.toEpochMilli() << Short.SIZE) | (random.nextLong() & 0xffffL), random.nextLong()));
  }

  private static Problem tooManyOthers(QueueKey queue) {
    return Problem.unavailable(
        "Too many others change the subscriptions of queue " + queue.name() + ".");
  }

  Optional<Subscription> get(QueueKey queue, SubscriptionId id) {
    Instant asked = platform.clock().instant();
    return store
        .get(queue, id)
        .filter(subscription -> subscription.isLive(platform.at(asked).earliest()));
  }

  /** Up to {@code limit} subscriptions with ids after {@code marker}, by id. */
  List<Subscription> list(QueueKey queue, String marker, int limit) {
    Instant asked = platform.clock().instant();
    List<Subscription> found = new ArrayList<>();
    Optional<String> position =
        Optional.of(marker).filter(after -> after.compareTo(SubscriptionStore.AFTER_ALL) < 0);
    while (position.isPresent() && found.size() < limit) {
      SubscriptionStore.Slice page =
          store.listAfter(queue.hexHash(), position.get(), limit - found.size());
      Instant now = platform.at(asked).earliest();
      page.subscriptions().stream().filter(s -> s.isLive(now)).forEach(found::add);
      position = page.next();
    }
    return found;
  }

  /**
   * Changes a subscription; a new subscriber is asked.
   *
   * @param check throws a {@link Problem} if what would become of it cannot be
   */
  Update update(
      QueueKey queue,
      SubscriptionId id,
      SubscriptionParser.Change change,
      Consumer<Subscription> check,
      String service) {
    return change(
        queue,
        id,
        before -> {
          Subscription after =
              before.with(change, secrets.get(), patience(), platform.now().latest());
          check.accept(after);
          return after;
        },
        (before, after) -> {
          if (!after.subscriber().equals(before.subscriber())) {
            confirmations.ask(after, service);
          }
        });
  }

  /**
   * Says whether a subscriber wants it, and tells one that had confirmed and does not any more;
   * false if there is no such subscription. Who may change subscriptions may end their consent; to
   * give it takes the answer of the subscriber itself, where that is needed.
   *
   * @param answered the asking that this is the subscriber's answer to; empty if it is the word of
   *     somebody who may change the queue's subscriptions
   * @throws Problem if it is not for them to say, or the answer to an earlier asking
   */
  boolean confirm(
      QueueKey queue,
      SubscriptionId id,
      boolean confirmed,
      Optional<Instant> answered,
      String service) {
    Update update =
        change(
            queue,
            id,
            before -> {
              requireRight(before, confirmed, answered);
              Subscription after = before.confirmed(confirmed);
              return isTheEnd(before, after)
                  ? after.asked(patience(), platform.now().latest())
                  : after;
            },
            (before, after) -> {
              if (isTheEnd(before, after)) {
                confirmations.tellTheEnd(after, service);
              }
            });
    return update instanceof Update.Done;
  }

  private void requireRight(
      Subscription subscription, boolean confirmed, Optional<Instant> answered) {
    if (answered.isPresent() && !answered.get().equals(subscription.answerBy())) {
      throw Problem.noRoute();
    }
    if (answered.isEmpty() && confirmed && needsConfirmation()) {
      throw Problem.notForOthers("Only the subscriber can confirm, by what it was sent.");
    }
  }

  /** So only a subscriber that has agreed before gets notice of the end. */
  private static boolean isTheEnd(Subscription before, Subscription after) {
    return before.confirmed() && !after.confirmed();
  }

  private Update change(
      QueueKey queue,
      SubscriptionId id,
      UnaryOperator<Subscription> change,
      BiConsumer<Subscription, Subscription> done) {
    SubscriptionStore.SubscriberSlot slot = SubscriptionStore.SubscriberSlot.UNKNOWN;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Subscription> before = get(queue, id);
      if (before.isEmpty()) {
        return new Update.Unknown();
      }
      Subscription after = change.apply(before.get());
      if (store.replace(before.get(), after, slot, platform.now().earliest())) {
        done.accept(before.get(), after);
        return new Update.Done(after);
      }
      slot = store.slot(queue, after.subscriber(), platform.now().earliest());
      boolean isMoved = !after.subscriber().equals(before.get().subscriber());
      if (isMoved && slot.holder().isPresent()) {
        return new Update.Taken();
      }
    }
    throw tooManyOthers(queue);
  }

  /**
   * Sends a subscriber a test, unless one was sent of late.
   *
   * @return what names it; empty if there is no such subscription
   * @throws Problem if nothing is delivered to the subscriber, or not so soon
   */
  Optional<Instant> test(QueueKey queue, SubscriptionId id) {
    Optional<Subscription> found = get(queue, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!found.get().isTold(platform.now().earliest(), needsConfirmation())) {
      throw Problem.conflict("The subscriber has not confirmed, so nothing is delivered to it.");
    }
    Instant asked = platform.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<DeliveryState> noted =
        store.note(
            found.get(),
            state -> {
              requirePause(state, asked);
              return state.asked(asked);
            });
    noted.ifPresent(state -> confirmations.test(found.get(), asked));
    return noted.map(state -> asked);
  }

  private static void requirePause(DeliveryState state, Instant now) {
    if (state.lastTest().filter(t -> now.isBefore(t.asked().plus(TEST_PAUSE))).isPresent()) {
      throw Problem.limitReached(
          "A subscription is tested every " + TEST_PAUSE.toSeconds() + " seconds at most.",
          TEST_PAUSE);
    }
  }

  /** Deletes a subscription; one that does not exist is deleted already. */
  void delete(QueueKey queue, SubscriptionId id) {
    OptimisticRetry.untilDone(
        () -> {
          Optional<Subscription> found = get(queue, id);
          return found.isEmpty() || store.delete(found.get());
        },
        () -> tooManyOthers(queue));
  }
}
