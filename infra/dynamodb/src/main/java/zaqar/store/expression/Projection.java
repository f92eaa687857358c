// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Value;

/** What of an item is returned: what is at some paths, in maps and lists as deep as it was. */
public final class Projection {
  private final List<Path> paths;
  private final Map<String, Node> roots = new LinkedHashMap<>();

  /** Of some paths, none of which is in another. */
  public Projection(List<Path> paths) {
    this.paths = List.copyOf(paths);
    for (Path path : paths) {
      // Programs name attributes by constants, and interned names are those very objects.
      Node node = roots.computeIfAbsent(path.attribute().intern(), name -> new Node());
      for (Path.Step step : path.steps()) {
        node = node.below.computeIfAbsent(step, each -> new Node());
      }
    }
  }

  /** What is below a step; whole if nothing is said of what is deeper. */
  private static final class Node {
    private final Map<Path.Step, Node> below = new LinkedHashMap<>();
  }

  /** The paths, in the order they were named. */
  public List<Path> paths() {
    return paths;
  }

  /** The item without the rest. */
  public Map<String, Value> of(Map<String, Value> item) {
    List<Map.Entry<String, Value>> parts = new ArrayList<>(roots.size());
    for (Map.Entry<String, Node> root : roots.entrySet()) {
      Value value = part(item.get(root.getKey()), root.getValue());
      if (value != null) {
        parts.add(Map.entry(root.getKey(), value));
      }
    }
    return new Projected(parts);
  }

  /** A few attributes, which are read in their order and seldom looked up. */
  private static final class Projected extends AbstractMap<String, Value> {
    private final List<Map.Entry<String, Value>> parts;

    Projected(List<Map.Entry<String, Value>> parts) {
      this.parts = parts;
    }

    @Override
    public Set<Map.Entry<String, Value>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<String, Value>> iterator() {
          return parts.iterator();
        }

        @Override
        public int size() {
          return parts.size();
        }
      };
    }

    @Override
    public int size() {
      return parts.size();
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Value> action) {
      for (Map.Entry<String, Value> part : parts) {
        action.accept(part.getKey(), part.getValue());
      }
    }
  }

  private static @Nullable Value part(@Nullable Value value, Node node) {
    if (value == null || node.below.isEmpty()) {
      return value;
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    Map<Integer, Value> values = new TreeMap<>();
    node.below.forEach(
        (step, deeper) -> {
          Value part = part(Path.below(value, step), deeper);
          if (part != null) {
            switch (step) {
              case Path.Step.Name name -> entries.put(name.name(), part);
              case Path.Step.Index index -> values.put(index.index(), part);
            }
          }
        });
    if (!entries.isEmpty()) {
      return new Value.M(entries);
    }
    return values.isEmpty() ? null : new Value.L(new ArrayList<>(values.values()));
  }
}
