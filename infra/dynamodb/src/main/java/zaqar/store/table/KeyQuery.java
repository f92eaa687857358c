// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Condition.Comparator;
import zaqar.store.expression.Operand;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** What a query finds by keys: one partition, or a range of it. */
public final class KeyQuery {
  private final Value partition;
  private final Range sort;

  private KeyQuery(Value partition, Range sort) {
    this.partition = partition;
    this.sort = sort;
  }

  /** The key of the partition. */
  public Value partition() {
    return partition;
  }

  Range sort() {
    return sort;
  }

  /** All of a partition. */
  public static KeyQuery of(Value partition) {
    return new KeyQuery(partition, Range.ALL);
  }

  /** One condition on one attribute: values, and what they are to it. */
  private record Limit(String operator, List<Value> values) {}

  /**
   * Takes a condition apart.
   *
   * @throws Refusal if it is none that the keys can answer
   */
  public static KeyQuery of(Condition condition, KeySchema keys) {
    Map<String, Limit> limits = new LinkedHashMap<>();
    collect(condition, limits);
    Limit partition = limits.remove(keys.partition().name());
    if (partition == null) {
      throw missed(keys.partition());
    }
    if (!partition.operator().equals("EQUAL")) {
      throw Refusal.invalid("Query key condition not supported");
    }
    requireType(partition, keys.partition());
    Optional<Key> sort = keys.sort();
    if (limits.isEmpty()) {
      return of(partition.values().getFirst());
    }
    if (sort.isEmpty()) {
      throw Refusal.invalid("Query key condition not supported");
    }
    Limit limit = limits.remove(sort.get().name());
    if (limit == null) {
      throw missed(sort.get());
    }
    if (!limits.isEmpty()) {
      throw Refusal.invalid("Conditions can be of length 1 or 2 only");
    }
    requireType(limit, sort.get());
    return new KeyQuery(partition.values().getFirst(), range(limit));
  }

  /**
   * Sees that a page can begin after a key.
   *
   * @throws Refusal if it is outside of what is asked for
   */
  public void requireStart(Map<String, Value> key, Optional<Index> index, Definition table) {
    KeySchema keys = index.map(Index::keys).orElse(table.keys());
    if (!keys.isIn(key) || !keys.partitionOf(key).equals(partition)) {
      throw Refusal.invalid(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    if (!sort.contains(keys.sortBytes(key))) {
      throw Refusal.invalid("The provided starting key does not match the range key predicate");
    }
  }

  private static Refusal missed(Key key) {
    return Refusal.invalid("Query condition missed key schema element: " + key.name());
  }

  private static void requireType(Limit limit, Key key) {
    for (Value value : limit.values()) {
      if (value.type() != key.type()) {
        throw Refusal.invalidValue("Condition parameter type does not match schema type");
      }
      if (Key.isEmpty(value)) {
        throw Refusal.invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: "
                + key.name());
      }
    }
  }

  private static Range range(Limit limit) {
    Value first = limit.values().getFirst();
    return switch (limit.operator()) {
      case "BETWEEN" -> Range.between(first, limit.values().get(1));
      case "begins_with" -> Range.beginningWith(first);
      default -> Range.of(Comparator.valueOf(limit.operator()), first);
    };
  }

  private static void collect(Condition condition, Map<String, Limit> limits) {
    switch (condition) {
      case Condition.And and -> {
        collect(and.first(), limits);
        collect(and.second(), limits);
      }
      case Condition.Comparison comparison -> add(comparison, limits);
      case Condition.Between between -> {
        if (!(between.operand() instanceof Operand.At)) {
          throw notFirst("BETWEEN");
        }
        add(between.operand(), "BETWEEN", List.of(between.lower(), between.upper()), limits);
      }
      case Condition.BeginsWith begins -> {
        if (!(begins.operand() instanceof Operand.At)) {
          throw notFirst("begins_with");
        }
        add(begins.operand(), "begins_with", List.of(begins.prefix()), limits);
      }
      case Condition.Or or -> throw noOperator("OR");
      case Condition.Not not ->
          throw noOperator(
              not.other() instanceof Condition.Exists ? "attribute_not_exists" : "NOT");
      case Condition.In in -> throw noOperator("IN");
      case Condition.Exists exists -> throw noOperator("attribute_exists");
      case Condition.OfType type -> throw noOperator("attribute_type");
      case Condition.Contains contains -> throw noOperator("contains");
    }
  }

  private static void add(Condition.Comparison comparison, Map<String, Limit> limits) {
    Comparator comparator = comparison.comparator();
    if (comparator == Comparator.UNEQUAL) {
      throw noOperator("<>");
    }
    Operand first = comparison.first();
    Operand second = comparison.second();
    if (first instanceof Operand.At && second instanceof Operand.At) {
      throw Refusal.invalid(
          "Invalid condition in KeyConditionExpression: Multiple attribute names used in one"
              + " condition");
    }
    if (first instanceof Operand.At) {
      add(first, comparator.name(), List.of(second), limits);
    } else {
      add(second, comparator.turned().name(), List.of(first), limits);
    }
  }

  private static void add(
      Operand operand, String operator, List<Operand> others, Map<String, Limit> limits) {
    if (operand instanceof Operand.Size) {
      throw Refusal.invalid("KeyConditionExpressions cannot contain nested operations");
    }
    if (!(operand instanceof Operand.At at)) {
      throw Refusal.invalid(
          "Invalid condition in KeyConditionExpression: No key attribute specified");
    }
    if (!at.path().isAttribute()) {
      throw Refusal.invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    List<Value> values = new ArrayList<>();
    for (Operand other : others) {
      @Nullable Value value = other instanceof Operand.Constant constant ? constant.value() : null;
      if (value == null) {
        throw Refusal.invalid("KeyConditionExpressions cannot contain nested operations");
      }
      values.add(value);
    }
    if (limits.put(at.path().attribute(), new Limit(operator, values)) != null) {
      throw Refusal.invalid("KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static Refusal noOperator(String operator) {
    return Refusal.invalid("Invalid operator used in KeyConditionExpression: " + operator);
  }

  private static Refusal notFirst(String operator) {
    return Refusal.invalid(
        "Invalid condition in KeyConditionExpression: "
            + (operator + " operator must have the key attribute as its first operand"));
  }
}
