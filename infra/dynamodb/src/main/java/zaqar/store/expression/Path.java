// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Value;

/**
 * Where a value is in an item.
 *
 * @param steps into maps and lists after the attribute
 */
public record Path(String attribute, List<Step> steps) {
  /** Keeps a copy. */
  public Path {
    steps = List.copyOf(steps);
  }

  /** One step down. */
  public sealed interface Step {
    /** Into a map. */
    record Name(String name) implements Step {
      @Override
      public String toString() {
        return name;
      }
    }

    /** Into a list. */
    record Index(int index) implements Step {
      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }
  }

  /** A whole attribute. */
  public static Path of(String attribute) {
    return new Path(attribute, List.of());
  }

  /** Whether it is a whole attribute. */
  public boolean isAttribute() {
    return steps.isEmpty();
  }

  /** The value there, if there is one. */
  public @Nullable Value in(Map<String, Value> item) {
    Value value = item.get(attribute);
    for (Step step : steps) {
      value = value == null ? null : below(value, step);
    }
    return value;
  }

  /** The value one step down. */
  static @Nullable Value below(Value value, Step step) {
    return switch (step) {
      case Step.Name name -> value instanceof Value.M map ? map.entries().get(name.name()) : null;
      case Step.Index index ->
          value instanceof Value.L list && index.index() < list.values().size()
              ? list.values().get(index.index())
              : null;
    };
  }

  /** Whether one is the other, or is in the other. */
  boolean overlaps(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    return attribute.equals(other.attribute)
        && steps.subList(0, common).equals(other.steps.subList(0, common));
  }

  /** Whether one of them takes for a list what the other takes for a map. */
  boolean conflictsWith(Path other) {
    if (!attribute.equals(other.attribute)) {
      return false;
    }
    int common = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < common; i++) {
      Step mine = steps.get(i);
      Step theirs = other.steps.get(i);
      if (mine.getClass() != theirs.getClass()) {
        return true;
      }
      if (!mine.equals(theirs)) {
        return false;
      }
    }
    return false;
  }

  /** As DynamoDB writes it in errors. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>(List.of(attribute));
    steps.forEach(step -> all.add(step.toString()));
    return all.toString();
  }
}
