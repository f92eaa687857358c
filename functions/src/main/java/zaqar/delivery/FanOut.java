package zaqar.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/** Makes of an announcement the first attempt of each message to each subscriber. */
final class FanOut {
  private final SubscriptionStore subscriptions;
  private final Clock clock;

  FanOut(SubscriptionStore subscriptions, Clock clock) {
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /** The attempts, by message. */
  Stream<Attempt> attempts(Announcement announcement) {
    Instant now = clock.instant();
    List<Subscription> told = subscriptions.told(announcement.queue().hexHash());
    return announcement.messages().stream()
        .flatMap(
            message ->
                told.stream()
                    .map(
                        to ->
                            Attempt.first(announcement.queue(), to.id(), message, to.isSlow(now))));
  }
}
