// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys in the order of unsigned bytes. Reads need no lock; of writes there is one at a
 * time.
 */
public interface Rows<V> {
  /** What is there. */
  @Nullable V get(byte[] key);

  /** Puts or replaces. */
  void put(byte[] key, V value);

  /** Takes away what is there, if anything is. */
  void remove(byte[] key);

  /** From a key upwards, which is the first one if it is there and counts. */
  Iterator<Map.Entry<byte[], V>> upwards(byte[] from, boolean isInclusive);

  /** From a key downwards; no bytes at all stand for the end. */
  Iterator<Map.Entry<byte[], V>> downwards(byte[] from, boolean isInclusive);

  /** How many there are, or about so many. */
  long size();
}
