// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, as many as most items have. It does not change, keeps the order of what it was
 * made of, and looks through all names. The names of items of one kind are kept once, so that such
 * a map takes less than half the memory of one of Java's.
 */
final class FewEntries extends AbstractMap<String, Value> {
  private static final int MOST = 32;
  private static final AtomicReferenceArray<String @Nullable []> KINDS =
      new AtomicReferenceArray<>(256);

  private final String[] names;
  private final Value[] values;

  private FewEntries(Map<String, Value> map) {
    names = known(map.keySet().toArray(String[]::new));
    values = map.values().toArray(Value[]::new);
  }

  /** A copy that does not change; it is one of Java's if there are too many to look through. */
  static Map<String, Value> copyOf(Map<String, Value> map) {
    if (map instanceof FewEntries) {
      return map;
    }
    return map.size() > MOST ? Map.copyOf(map) : new FewEntries(map);
  }

  private static String[] known(String[] names) {
    int place = Math.floorMod(Arrays.hashCode(names), KINDS.length());
    String[] known = KINDS.get(place);
    if (known != null && Arrays.equals(names, known)) {
      return known;
    }
    String[] interned = Arrays.stream(names).map(String::intern).toArray(String[]::new);
    KINDS.set(place, interned);
    return interned;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public @Nullable Value get(@Nullable Object name) {
    int hash = Objects.hashCode(name);
    for (int i = 0; i < names.length; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Value> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Value>> iterator() {
        return new Walk();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Walk implements Iterator<Map.Entry<String, Value>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, Value> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Value> entry = Map.entry(names[next], values[next]);
      next++;
      return entry;
    }
  }
}
