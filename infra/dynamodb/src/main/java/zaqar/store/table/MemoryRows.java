// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Rows that are forgotten at the end. */
final class MemoryRows<V> implements Rows<V> {
  private final ConcurrentSkipListMap<byte[], V> map =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final LongAdder size = new LongAdder();

  @Override
  public @Nullable V get(byte[] key) {
    return map.get(key);
  }

  @Override
  public void put(byte[] key, V value) {
    if (map.put(key, value) == null) {
      size.increment();
    }
  }

  @Override
  public void remove(byte[] key) {
    if (map.remove(key) != null) {
      size.decrement();
    }
  }

  @Override
  public Iterator<Map.Entry<byte[], V>> upwards(byte[] from, boolean isInclusive) {
    return map.tailMap(from, isInclusive).entrySet().iterator();
  }

  @Override
  public Iterator<Map.Entry<byte[], V>> downwards(byte[] from, boolean isInclusive) {
    return (from.length == 0 ? map.descendingMap() : map.headMap(from, isInclusive).descendingMap())
        .entrySet()
        .iterator();
  }

  @Override
  public long size() {
    return size.sum();
  }
}
