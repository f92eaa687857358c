// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** A change of an item, whose actions see the item as it was before all of them. */
public record Update(List<Action> actions) {
  /** Keeps a copy. */
  public Update {
    actions = List.copyOf(actions);
  }

  /** One change at one path. */
  public sealed interface Action {
    /** Where it happens. */
    Path path();

    /** Puts a value there. */
    record Put(Path path, Operand value) implements Action {}

    /** Takes away what is there. */
    record Remove(Path path) implements Action {}

    /** Adds to a number, or members to a set. */
    record Add(Path path, Value value) implements Action {}

    /** Takes members out of a set. */
    record Delete(Path path, Value value) implements Action {}
  }

  /** Where it changes the item. */
  public List<Path> paths() {
    return actions.stream().map(Action::path).toList();
  }

  /**
   * The item after the change.
   *
   * @throws Refusal if the change does not fit the item
   */
  public Map<String, Value> of(Map<String, Value> item) {
    Map<String, Value> changed = new LinkedHashMap<>(item);
    List<Path> removed = new ArrayList<>();
    for (Action action : actions) {
      Path path = action.path();
      switch (action) {
        case Action.Put put -> set(changed, path, put.value().in(item));
        case Action.Remove remove -> removed.add(path);
        case Action.Add add -> set(changed, path, sum(path.in(item), add.value()));
        case Action.Delete delete -> {
          Value left = rest(path.in(item), delete.value());
          if (left == null) {
            removed.add(path);
          } else {
            set(changed, path, left);
          }
        }
      }
    }
    // The last elements of a list first, so that the places of the others stay what they are.
    removed.sort(Comparator.comparingInt(Update::lastIndex).reversed());
    removed.forEach(path -> remove(changed, path));
    return changed;
  }

  private static int lastIndex(Path path) {
    return !path.isAttribute() && path.steps().getLast() instanceof Path.Step.Index index
        ? index.index()
        : -1;
  }

  private static Value sum(@Nullable Value old, Value more) {
    if (old == null) {
      return more;
    }
    if (old instanceof Value.N a && more instanceof Value.N b) {
      return new Value.N(a.number().add(b.number()));
    }
    if (old.type() == more.type() && old.type().isSet()) {
      return Value.union(old, more);
    }
    throw wrongType();
  }

  private static @Nullable Value rest(@Nullable Value old, Value less) {
    if (old == null) {
      return null;
    }
    if (old.type() != less.type()) {
      throw wrongType();
    }
    Value left = Value.difference(old, less);
    return Value.members(left).isEmpty() ? null : left;
  }

  private static Refusal wrongType() {
    return Refusal.invalid("An operand in the update expression has an incorrect data type");
  }

  private static void set(Map<String, Value> item, Path path, @Nullable Value value) {
    if (value == null) {
      throw Refusal.invalid(
          "The provided expression refers to an attribute that does not exist in the item");
    }
    if (path.isAttribute()) {
      item.put(path.attribute(), value);
    } else {
      item.put(path.attribute(), changed(item.get(path.attribute()), path.steps(), value));
    }
  }

  private static void remove(Map<String, Value> item, Path path) {
    if (path.isAttribute()) {
      item.remove(path.attribute());
    } else {
      item.put(path.attribute(), changed(item.get(path.attribute()), path.steps(), null));
    }
  }

  /** The container with another value, or without one, so many steps down. */
  private static Value changed(
      @Nullable Value container, List<Path.Step> steps, @Nullable Value value) {
    Path.Step step = steps.getFirst();
    if (container instanceof Value.M map && step instanceof Path.Step.Name name) {
      Map<String, Value> entries = new LinkedHashMap<>(map.entries());
      Value next = next(entries.get(name.name()), steps, value);
      if (next == null) {
        entries.remove(name.name());
      } else {
        entries.put(name.name(), next);
      }
      return new Value.M(entries);
    }
    if (container instanceof Value.L list && step instanceof Path.Step.Index index) {
      List<Value> values = new ArrayList<>(list.values());
      boolean isInside = index.index() < values.size();
      Value next = next(isInside ? values.get(index.index()) : null, steps, value);
      if (next == null) {
        if (isInside) {
          values.remove(index.index());
        }
      } else if (isInside) {
        values.set(index.index(), next);
      } else {
        values.add(next);
      }
      return new Value.L(values);
    }
    throw Refusal.invalid(
        "The document path provided in the update expression is invalid for update");
  }

  private static @Nullable Value next(
      @Nullable Value below, List<Path.Step> steps, @Nullable Value value) {
    return steps.size() == 1 ? value : changed(below, steps.subList(1, steps.size()), value);
  }
}
