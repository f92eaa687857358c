// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Divides announcements into pages, which go back to the queue, each an entry of its own: so what
 * comes again is one page, and no call has more to do than it has time for. It delivers nothing
 * itself.
 */
record FanOut(
    SubscriptionStore subscriptions, BodyFilters filters, DeliveryQueue queue, Clock clock) {
  /** The subscriptions that one query reads. */
  private static final int MOST_READ = 100;

  /** The most queries of one call; what is left then goes back to the queue. */
  private static final int MOST_QUERIES = 5;

  /** No further query begins later than that. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  /**
   * Sends all pages to the queue, or as many as there is time for, and then what is left.
   *
   * @return the page, if it is the only one and can be delivered at once: it goes nowhere
   */
  Optional<DeliveryPage> divide(RemainingFanOut rest) {
    Instant begin = clock.instant();
    String after = rest.after();
    for (int query = 1; ; query++) {
      SubscriptionStore.Slice told = subscriptions.told(rest.queue().hexHash(), after, MOST_READ);
      List<Subscription> some = told.subscriptions();
      List<DeliveryPage> pages = filters.pages(rest.announcement(), some, clock.instant());
      boolean isOnly = pages.size() == 1 && told.next().isEmpty() && after.isEmpty();
      if (isOnly && !pages.getFirst().isSlow()) {
        return Optional.of(pages.getFirst());
      }
      queue.send(pages.stream());
      if (told.next().isEmpty()) {
        return Optional.empty();
      }
      after = told.next().get();
      if (query == MOST_QUERIES || clock.instant().isAfter(begin.plus(LONGEST))) {
        queue.send(Stream.of(new RemainingFanOut(rest.announcement(), after)));
        return Optional.empty();
      }
    }
  }
}
