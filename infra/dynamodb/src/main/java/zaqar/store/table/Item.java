// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Map;
import zaqar.store.value.Value;

/** What is stored under a key. */
public record Item(Map<String, Value> attributes, int size) {
  /** The most that there may be of one. */
  public static final int MOST_BYTES = 400 * 1024;

  /** Of attributes, of which it keeps a copy. */
  public static Item of(Map<String, Value> attributes) {
    return new Item(Value.copyOf(attributes), Value.size(attributes));
  }
}
