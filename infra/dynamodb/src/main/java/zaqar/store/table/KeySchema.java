// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.store.expression.Path;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** By what the items of a table or an index are found. */
public record KeySchema(Key partition, Optional<Key> sort) {
  static final int MOST_PARTITION_BYTES = 2048;
  private static final int MOST_SORT_BYTES = 1024;
  private static final byte[] NONE = {};

  /** Both parts, or the only one. */
  public List<Key> parts() {
    return Stream.concat(Stream.of(partition), sort.stream()).toList();
  }

  /** Whether an attribute belongs to it. */
  public boolean has(String attribute) {
    return parts().stream().anyMatch(part -> part.name().equals(attribute));
  }

  /**
   * Sees that an item can be found by it.
   *
   * @throws Refusal if not
   */
  void requireInItem(Map<String, Value> item) {
    partition.requireInItem(item, MOST_PARTITION_BYTES);
    sort.ifPresent(part -> part.requireInItem(item, MOST_SORT_BYTES));
  }

  /**
   * Sees that a key is one of it, and nothing else.
   *
   * @throws Refusal if not
   */
  public void requireKey(Map<String, Value> key) {
    if (key.size() != parts().size()) {
      throw Refusal.invalid("The provided key element does not match the schema");
    }
    partition.requireInKey(key, MOST_PARTITION_BYTES);
    sort.ifPresent(part -> part.requireInKey(key, MOST_SORT_BYTES));
  }

  /** Sees that a path does not go into an attribute of it. */
  void requireNotNested(Path path) {
    if (!path.isAttribute() && has(path.attribute())) {
      throw Refusal.invalid(
          "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
              + " allowed: Key: "
              + path.attribute());
    }
  }

  /** Whether an item has all of it. */
  boolean isIn(Map<String, Value> item) {
    return parts().stream().allMatch(part -> part.isIn(item));
  }

  /** The bytes by which an item is found. */
  byte[] bytes(Map<String, Value> item) {
    return KeyBytes.join(KeyBytes.partition(partitionOf(item)), sortBytes(item));
  }

  /** The partition key of an item. */
  Value partitionOf(Map<String, Value> item) {
    return Objects.requireNonNull(item.get(partition.name()));
  }

  /** The bytes of an item's sort key, none without one. */
  byte[] sortBytes(Map<String, Value> item) {
    return sort.map(part -> KeyBytes.of(Objects.requireNonNull(item.get(part.name()))))
        .orElse(NONE);
  }

  /** An item's key. */
  public Map<String, Value> of(Map<String, Value> item) {
    Map<String, Value> key = new LinkedHashMap<>();
    for (Key part : parts()) {
      key.put(part.name(), Objects.requireNonNull(item.get(part.name())));
    }
    return key;
  }
}
