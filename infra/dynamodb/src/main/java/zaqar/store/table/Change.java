// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.time.Instant;
import java.util.Optional;

/**
 * A record of a stream. Of an item that the stream does not show it has the keys alone.
 *
 * @param number its place in the stream
 * @param isExpiry whether the store itself took the item away
 */
public record Change(
    long number, Instant time, Optional<Item> before, Optional<Item> after, boolean isExpiry) {
  /** What has happened, by the name that records have for it. */
  public String event() {
    if (before.isEmpty()) {
      return "INSERT";
    }
    return after.isEmpty() ? "REMOVE" : "MODIFY";
  }

  /** The item of which keys can be read. */
  public Item either() {
    return after.or(() -> before).orElseThrow();
  }
}
