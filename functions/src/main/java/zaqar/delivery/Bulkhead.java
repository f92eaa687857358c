// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how much is in flight for each key in this instance, so that no key takes all the room.
 *
 * @param <K> keys
 */
final class Bulkhead<K> {
  private final int width;
  private final Map<K, Integer> underWay = new ConcurrentHashMap<>();

  Bulkhead(int width) {
    this.width = width;
  }

  /**
   * Takes a place for a key; false if all are taken. A caller that got a place calls {@link
   * #leave}.
   */
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
