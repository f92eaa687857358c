// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one of many from taking all the room: so much for each is under way at the same time in
 * this instance, and no more.
 *
 * @param <K> what tells them apart
 */
final class Bulkhead<K> {
  private final int width;
  private final Map<K, Integer> underWay = new ConcurrentHashMap<>();

  Bulkhead(int width) {
    this.width = width;
  }

  /** Takes a place for one of them; false if all are taken. Whoever has one leaves it. */
  boolean enter(K key) {
    int[] before = {0};
    underWay.compute(
        key,
        (id, count) -> {
          before[0] = count == null ? 0 : count;
          return Math.min(width, before[0] + 1);
        });
    return before[0] < width;
  }

  void leave(K key) {
    underWay.computeIfPresent(key, (id, count) -> count == 1 ? null : count - 1);
  }
}
