// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** What holds for an item or does not. What is missing compares with nothing. */
public sealed interface Condition {
  /** Whether it holds; an item that is not there has no attributes. */
  boolean holds(Map<String, Value> item);

  /** Both hold. */
  record And(Condition first, Condition second) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      return first.holds(item) && second.holds(item);
    }
  }

  /** At least one of them holds. */
  record Or(Condition first, Condition second) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      return first.holds(item) || second.holds(item);
    }
  }

  /** Another one does not hold. */
  record Not(Condition other) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      return !other.holds(item);
    }
  }

  /** How two values may compare. */
  enum Comparator {
    EQUAL("="),
    UNEQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    /** The one that holds for the same two values the other way round. */
    public Comparator turned() {
      return switch (this) {
        case EQUAL, UNEQUAL -> this;
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }

    /** Whether it holds for two values, of which either may be missing. */
    public boolean holds(@Nullable Value one, @Nullable Value other) {
      if (this == UNEQUAL) {
        return one == null || other == null || !one.equals(other);
      }
      if (one == null || other == null) {
        return false;
      }
      if (this == EQUAL) {
        return one.equals(other);
      }
      OptionalInt order = Value.compare(one, other);
      return order.isPresent() && holds(order.getAsInt());
    }

    private boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /** Two values compare. */
  record Comparison(Operand first, Comparator comparator, Operand second) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      return comparator.holds(first.in(item), second.in(item));
    }
  }

  /** A value is between two others, or is one of them. */
  record Between(Operand operand, Operand lower, Operand upper) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value value = operand.in(item);
      return Comparator.AT_LEAST.holds(value, lower.in(item))
          && Comparator.AT_MOST.holds(value, upper.in(item));
    }
  }

  /** A value is one of others. */
  record In(Operand operand, List<Operand> others) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value value = operand.in(item);
      return others.stream().anyMatch(other -> Comparator.EQUAL.holds(value, other.in(item)));
    }
  }

  /** There is a value. */
  record Exists(Path path) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      return path.in(item) != null;
    }
  }

  /** A value is of a type. */
  record OfType(Operand operand, Type type) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value value = operand.in(item);
      return value != null && value.type() == type;
    }
  }

  /** A string or an array of bytes begins with another. */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value value = operand.in(item);
      Value start = prefix.in(item);
      if (value instanceof Value.S text && start instanceof Value.S s) {
        return text.text().startsWith(s.text());
      }
      return value instanceof Value.B bytes
          && start instanceof Value.B b
          && startsWith(bytes.bytes(), b.bytes());
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
      return indexOf(bytes, prefix, 0) == 0;
    }
  }

  /** A string or an array of bytes has another in it, or a set or a list has a member. */
  record Contains(Operand operand, Operand part) implements Condition {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value whole = operand.in(item);
      Value value = part.in(item);
      return whole != null && value != null && contains(whole, value);
    }

    private static boolean contains(Value whole, Value part) {
      return switch (whole) {
        case Value.S s -> part instanceof Value.S p && s.text().contains(p.text());
        case Value.B b ->
            part instanceof Value.B p
                && indexOf(b.bytes(), p.bytes(), b.bytes().length - p.bytes().length) >= 0;
        case Value.L list -> list.values().contains(part);
        case Value.SS set -> part instanceof Value.S p && set.texts().contains(p.text());
        case Value.NS set -> part instanceof Value.N p && set.numbers().contains(p.number());
        case Value.BS set -> part instanceof Value.B p && set.binaries().contains(p);
        case Value.N n -> false;
        case Value.Bool bool -> false;
        case Value.Null nothing -> false;
        case Value.M map -> false;
      };
    }
  }

  /** The attributes that it asks about. */
  static Set<String> attributes(Condition condition) {
    Set<String> names = new LinkedHashSet<>();
    collect(condition, names);
    return names;
  }

  private static void collect(Condition condition, Set<String> names) {
    switch (condition) {
      case And and -> {
        collect(and.first(), names);
        collect(and.second(), names);
      }
      case Or or -> {
        collect(or.first(), names);
        collect(or.second(), names);
      }
      case Not not -> collect(not.other(), names);
      case Comparison comparison -> collect(names, comparison.first(), comparison.second());
      case Between between -> collect(names, between.operand(), between.lower(), between.upper());
      case In in -> {
        collect(names, in.operand());
        in.others().forEach(other -> collect(names, other));
      }
      case Exists exists -> names.add(exists.path().attribute());
      case OfType type -> collect(names, type.operand());
      case BeginsWith begins -> collect(names, begins.operand(), begins.prefix());
      case Contains contains -> collect(names, contains.operand(), contains.part());
    }
  }

  private static void collect(Set<String> names, Operand... operands) {
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.At at -> names.add(at.path().attribute());
        case Operand.Size size -> collect(names, size.of());
        case Operand.Constant constant -> {}
        case Operand.IfNotExists other -> {}
        case Operand.ListAppend list -> {}
        case Operand.Sum sum -> {}
      }
    }
  }

  /** Where some bytes are in others, up to a last place; negative if they are not. */
  private static int indexOf(byte[] whole, byte[] part, int last) {
    for (int at = 0; at <= last && at + part.length <= whole.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
