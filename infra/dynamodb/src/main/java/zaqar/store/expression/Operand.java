// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** What has a value in an item. */
public sealed interface Operand {
  /**
   * Its value.
   *
   * @return null if the item has none there
   */
  @Nullable Value in(Map<String, Value> item);

  /** The type that it has in every item, if that is known. */
  default @Nullable Type type() {
    return null;
  }

  /** What is at a path. */
  record At(Path path) implements Operand {
    @Override
    public @Nullable Value in(Map<String, Value> item) {
      return path.in(item);
    }
  }

  /** A value that the request brings. */
  record Constant(Value value) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      return value;
    }

    @Override
    public Type type() {
      return value.type();
    }
  }

  /** How long, or how many. */
  record Size(Operand of) implements Operand {
    @Override
    public @Nullable Value in(Map<String, Value> item) {
      Value value = of.in(item);
      return switch (value) {
        case null -> null;
        case Value.S s -> Value.N.of(Value.bytes(s.text()));
        case Value.B b -> Value.N.of(b.bytes().length);
        case Value.L list -> Value.N.of(list.values().size());
        case Value.M map -> Value.N.of(map.entries().size());
        case Value.SS set -> Value.N.of(set.texts().size());
        case Value.NS set -> Value.N.of(set.numbers().size());
        case Value.BS set -> Value.N.of(set.binaries().size());
        case Value.N n -> null;
        case Value.Bool bool -> null;
        case Value.Null nothing -> null;
      };
    }

    @Override
    public Type type() {
      return Type.N;
    }
  }

  /** What is at a path, or else another value. */
  record IfNotExists(Path path, Operand other) implements Operand {
    @Override
    public @Nullable Value in(Map<String, Value> item) {
      Value value = path.in(item);
      return value == null ? other.in(item) : value;
    }
  }

  /** Two lists one after the other. */
  record ListAppend(Operand first, Operand second) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      List<Value> values = new ArrayList<>(list(first.in(item)));
      values.addAll(list(second.in(item)));
      return new Value.L(values);
    }

    @Override
    public Type type() {
      return Type.L;
    }

    private static List<Value> list(@Nullable Value value) {
      if (required(value) instanceof Value.L list) {
        return list.values();
      }
      throw wrongType();
    }
  }

  /** The sum or the difference of two numbers. */
  record Sum(Operand first, Operand second, boolean isDifference) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      Value one = required(first.in(item));
      Value other = required(second.in(item));
      if (one instanceof Value.N a && other instanceof Value.N b) {
        return new Value.N(
            isDifference ? a.number().subtract(b.number()) : a.number().add(b.number()));
      }
      throw wrongType();
    }

    @Override
    public Type type() {
      return Type.N;
    }
  }

  private static Value required(@Nullable Value value) {
    if (value == null) {
      throw Refusal.invalid(
          "The provided expression refers to an attribute that does not exist in the item");
    }
    return value;
  }

  private static Refusal wrongType() {
    return Refusal.invalid("An operand in the update expression has an incorrect data type");
  }
}
