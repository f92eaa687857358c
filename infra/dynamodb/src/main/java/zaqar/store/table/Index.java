// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/**
 * Another way to find items. Nothing is kept for it: who asks has all items looked at, which costs
 * time, but no write any.
 *
 * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
 * @param included with {@code INCLUDE}
 */
public record Index(
    String name,
    boolean isGlobal,
    KeySchema keys,
    String projection,
    List<String> included,
    Throughput throughput) {
  /** Keeps a copy. */
  public Index {
    included = List.copyOf(included);
  }

  /** Whether it has all attributes. */
  public boolean isWhole() {
    return projection.equals("ALL");
  }

  /** What it has of an item. */
  Map<String, Value> of(Map<String, Value> item, KeySchema table) {
    if (isWhole()) {
      return item;
    }
    Map<String, Value> part = new LinkedHashMap<>(item);
    part.keySet().removeIf(name -> !table.has(name) && !keys.has(name) && !included.contains(name));
    return part;
  }

  /**
   * Sees that an item can be in it, or stays out of it.
   *
   * @throws Refusal if its key has the wrong type
   */
  void requireFit(Map<String, Value> item) {
    for (Key part : keys.parts()) {
      Value value = item.get(part.name());
      if (value != null && value.type() != part.type()) {
        throw Refusal.invalidValue(
            "Type mismatch for Index Key "
                + (part.name() + " Expected: " + part.type())
                + (" Actual: " + value.type() + " IndexName: " + name));
      }
      if (Key.isEmpty(value)) {
        throw Refusal.invalid(
            "One or more parameter values are not valid. A value specified for a secondary index"
                + " key is not supported. The AttributeValue for a key attribute cannot contain an"
                + " empty string value. IndexName: "
                + (name + ", IndexKey: " + part.name()));
      }
    }
  }
}
