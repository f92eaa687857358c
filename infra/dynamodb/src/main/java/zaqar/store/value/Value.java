// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The value of an attribute. It does not change, and equals what DynamoDB holds for equal. */
public sealed interface Value {
  /** Which of the types it is of. */
  Type type();

  /** How many bytes of an item it counts for. */
  int size();

  /** A string. */
  record S(String text) implements Value {
    @Override
    public Type type() {
      return Type.S;
    }

    @Override
    public int size() {
      return bytes(text);
    }
  }

  /** A number. */
  record N(BigDecimal number) implements Value {
    /** Many items have some, and share it. */
    private static final N ZERO = of(0);

    /** Takes what DynamoDB can store. */
    public N {
      number = Decimal.checked(number);
    }

    /** Reads a number. */
    public static N parse(String text) {
      N number = new N(Decimal.parse(text));
      return number.equals(ZERO) ? ZERO : number;
    }

    /** A number of a size that fits always. */
    public static N of(long number) {
      return new N(BigDecimal.valueOf(number));
    }

    /** As DynamoDB writes it. */
    public String text() {
      return number.toPlainString();
    }

    @Override
    public Type type() {
      return Type.N;
    }

    @Override
    public int size() {
      return Decimal.size(number);
    }
  }

  /** Bytes, which nobody changes. */
  final class B implements Value {
    private final byte[] bytes;

    /** Takes the array for its own. */
    public B(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes themselves. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public Type type() {
      return Type.B;
    }

    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof B that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "B[" + Arrays.toString(bytes) + "]";
    }
  }

  /** True or false. */
  record Bool(boolean truth) implements Value {
    @Override
    public Type type() {
      return Type.BOOL;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** Nothing, which is not the same as no value. */
  record Null() implements Value {
    @Override
    public Type type() {
      return Type.NULL;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** Values in an order. */
  record L(List<Value> values) implements Value {
    /** Keeps a copy. */
    public L {
      values = List.copyOf(values);
    }

    @Override
    public Type type() {
      return Type.L;
    }

    @Override
    public int size() {
      int size = 3;
      for (Value value : values) {
        size += 1 + value.size();
      }
      return size;
    }
  }

  /** Values by name. */
  record M(Map<String, Value> entries) implements Value {
    /** Keeps a copy. */
    public M {
      entries = copyOf(entries);
    }

    @Override
    public Type type() {
      return Type.M;
    }

    @Override
    public int size() {
      return 3 + entries.size() + Value.size(entries);
    }
  }

  /** Strings, each once. */
  record SS(Set<String> texts) implements Value {
    @Override
    public Type type() {
      return Type.SS;
    }

    @Override
    public int size() {
      return texts.stream().mapToInt(Value::bytes).sum();
    }
  }

  /** Numbers, each once. */
  record NS(Set<BigDecimal> numbers) implements Value {
    @Override
    public Type type() {
      return Type.NS;
    }

    @Override
    public int size() {
      return numbers.stream().mapToInt(Decimal::size).sum();
    }
  }

  /** Arrays of bytes, each once. */
  record BS(Set<B> binaries) implements Value {
    @Override
    public Type type() {
      return Type.BS;
    }

    @Override
    public int size() {
      return binaries.stream().mapToInt(B::size).sum();
    }
  }

  /** How many bytes attributes count for, with their names. */
  static int size(Map<String, Value> attributes) {
    int size = 0;
    for (Map.Entry<String, Value> each : attributes.entrySet()) {
      size += bytes(each.getKey()) + each.getValue().size();
    }
    return size;
  }

  /** How many bytes a string has in UTF-8. */
  static int bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        bytes += c > 0x7ff && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  /** The members of a set as values; no other value has members. */
  static Set<?> members(Value set) {
    return switch (set) {
      case SS texts -> texts.texts();
      case NS numbers -> numbers.numbers();
      case BS binaries -> binaries.binaries();
      case S s -> Set.of();
      case N n -> Set.of();
      case B b -> Set.of();
      case Bool bool -> Set.of();
      case Null nothing -> Set.of();
      case L list -> Set.of();
      case M map -> Set.of();
    };
  }

  /** A set with the members of both, which are of one type. */
  static Value union(Value set, Value more) {
    return switch (set) {
      case SS texts -> new SS(both(texts.texts(), ((SS) more).texts()));
      case NS numbers -> new NS(both(numbers.numbers(), ((NS) more).numbers()));
      case BS binaries -> new BS(both(binaries.binaries(), ((BS) more).binaries()));
      default -> throw new IllegalArgumentException("no set: " + set.type());
    };
  }

  /** A set without the members of another of its type; it may be empty, as no stored set is. */
  static Value difference(Value set, Value less) {
    return switch (set) {
      case SS texts -> new SS(without(texts.texts(), members(less)));
      case NS numbers -> new NS(without(numbers.numbers(), members(less)));
      case BS binaries -> new BS(without(binaries.binaries(), members(less)));
      default -> throw new IllegalArgumentException("no set: " + set.type());
    };
  }

  private static <T> Set<T> both(Set<T> some, Set<T> others) {
    Set<T> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static <T> Set<T> without(Set<T> all, Set<?> some) {
    Set<T> others = new LinkedHashSet<>(all);
    others.removeAll(some);
    return others;
  }

  /** The order of two scalars of one type; empty for anything else. */
  static OptionalInt compare(Value one, Value other) {
    if (one instanceof S a && other instanceof S b) {
      return OptionalInt.of(compare(a.text(), b.text()));
    }
    if (one instanceof N a && other instanceof N b) {
      return OptionalInt.of(a.number().compareTo(b.number()));
    }
    if (one instanceof B a && other instanceof B b) {
      return OptionalInt.of(Arrays.compareUnsigned(a.bytes(), b.bytes()));
    }
    return OptionalInt.empty();
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy that does not change. */
  static Map<String, Value> copyOf(Map<String, Value> attributes) {
    return FewEntries.copyOf(attributes);
  }

  /** Attributes of one map, and those of another that are new to it. */
  static Map<String, Value> with(Map<String, Value> attributes, Map<String, Value> more) {
    Map<String, Value> all = new LinkedHashMap<>(attributes);
    all.putAll(more);
    return all;
  }
}
