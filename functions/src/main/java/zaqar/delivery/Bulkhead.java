package zaqar.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import zaqar.names.SubscriptionId;

/**
 * Keeps one subscriber from taking all the room: so many deliveries to each are under way at the
 * same time in this instance, and no more.
 */
final class Bulkhead {
  private final int width;
  private final Map<SubscriptionId, Integer> underWay = new ConcurrentHashMap<>();

  Bulkhead(int width) {
    this.width = width;
  }

  /**
   * Takes a place for an attempt to tell a subscriber; false if all are taken. Whoever has one
   * leaves it.
   */
  boolean enter(SubscriptionId subscription) {
    int[] before = {0};
    underWay.compute(
        subscription,
        (id, count) -> {
          before[0] = count == null ? 0 : count;
          return Math.min(width, before[0] + 1);
        });
    return before[0] < width;
  }

  void leave(SubscriptionId subscription) {
    underWay.computeIfPresent(subscription, (id, count) -> count == 1 ? null : count - 1);
  }
}
