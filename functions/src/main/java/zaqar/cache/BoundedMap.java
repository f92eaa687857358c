// SPDX-License-Identifier: Apache-2.0
package zaqar.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded size for many threads. When it is full, the entry that was used longest ago
 * goes, so that what is hot stays.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class BoundedMap<K, V> {
  private final Entries<K, V> entries;

  /** Keeps {@code most} entries. */
  public BoundedMap(int most) {
    entries = new Entries<>(most);
  }

  private static final class Entries<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Entries(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  /** The value of a key. */
  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Sets a value, and returns the one before. */
  public synchronized Optional<V> put(K key, V value) {
    return Optional.ofNullable(entries.put(key, value));
  }

  /** Removes a value. */
  public synchronized void remove(K key) {
    entries.remove(key);
  }

  /**
   * Replaces a value in one step.
   *
   * @param change gets the value, or null if there is none; null from it removes the entry
   */
  public synchronized void compute(K key, BiFunction<K, @Nullable V, @Nullable V> change) {
    V after = change.apply(key, entries.get(key));
    if (after == null) {
      entries.remove(key);
    } else {
      entries.put(key, after);
    }
  }

  /** The same for a value that is there. */
  public synchronized void computeIfPresent(K key, BiFunction<K, V, @Nullable V> change) {
    compute(key, (same, before) -> before == null ? null : change.apply(same, before));
  }
}
