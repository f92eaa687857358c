// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Condition.Comparator;
import zaqar.store.expression.Operand;
import zaqar.store.expression.Path;
import zaqar.store.expression.Projection;
import zaqar.store.expression.Update;
import zaqar.store.value.Refusal;
import zaqar.store.value.Type;
import zaqar.store.value.Value;
import zaqar.store.value.ValueJson;

/** The parameters that were there before expressions, made into what expressions are made into. */
final class Legacy {
  private static final Set<String> SCALARS_ONLY =
      Set.of("LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "IN", "BETWEEN");

  private Legacy() {}

  /** AttributesToGet. */
  static Projection projection(Call call) {
    List<String> names = call.texts("AttributesToGet");
    if (names.isEmpty()) {
      throw Refusal.invalid(
          "1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy"
              + " constraint: Member must have length greater than or equal to 1");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw Refusal.invalidValue("Duplicate value in attribute name: " + duplicate(names));
    }
    return new Projection(names.stream().map(Path::of).toList());
  }

  private static String duplicate(List<String> names) {
    return names.stream()
        .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
        .findFirst()
        .orElseThrow();
  }

  /** Expected. */
  static Optional<Condition> expected(Call call) {
    Call expected = call.part("Expected");
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, ?> each : expected.json().properties()) {
      conditions.add(expected(each.getKey(), expected.part(each.getKey())));
    }
    return all(conditions, call);
  }

  private static Condition expected(String name, Call condition) {
    if (condition.has("AttributeValueList") && condition.has("Value")) {
      throw Refusal.invalidValue(
          "Value and AttributeValueList cannot be used together for Attribute: " + name);
    }
    String operator = condition.text("ComparisonOperator");
    if (operator != null) {
      if (condition.has("Exists")) {
        throw Refusal.invalidValue(
            "Exists and ComparisonOperator cannot be used together for Attribute: " + name);
      }
      List<Value> values =
          condition.has("Value")
              ? List.of(ValueJson.readValue(condition.part("Value").json()))
              : values(condition);
      boolean needsNone = operator.equals("NULL") || operator.equals("NOT_NULL");
      if (!needsNone && !condition.has("Value") && !condition.has("AttributeValueList")) {
        throw Refusal.invalidValue(
            "Value or AttributeValueList must be used with ComparisonOperator: "
                + (operator + " for Attribute: " + name));
      }
      return condition(name, operator, values);
    }
    if (condition.has("AttributeValueList")) {
      throw Refusal.invalidValue(
          "AttributeValueList can only be used with a ComparisonOperator for Attribute: " + name);
    }
    boolean exists = condition.json().path("Exists").asBoolean(true);
    if (exists && !condition.has("Value")) {
      throw Refusal.invalidValue(
          "Value must be provided when Exists is "
              + (condition.has("Exists") ? "true" : "null")
              + " for Attribute: "
              + name);
    }
    if (!exists && condition.has("Value")) {
      throw Refusal.invalidValue(
          "Value cannot be used when Exists is false for Attribute: " + name);
    }
    return exists
        ? condition(name, "EQ", List.of(ValueJson.readValue(condition.part("Value").json())))
        : condition(name, "NULL", List.of());
  }

  /** QueryFilter and ScanFilter. */
  static Optional<Condition> filter(Call call, String parameter) {
    return all(new ArrayList<>(conditions(call, parameter).values()), call);
  }

  /** KeyConditions. */
  static Condition keyConditions(Call call) {
    List<Condition> all = new ArrayList<>(conditions(call, "KeyConditions").values());
    if (all.isEmpty()) {
      throw Refusal.invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    return all.stream().reduce(Condition.And::new).orElseThrow();
  }

  private static Map<String, Condition> conditions(Call call, String parameter) {
    Map<String, Condition> conditions = new LinkedHashMap<>();
    Call all = call.part(parameter);
    for (Map.Entry<String, ?> each : all.json().properties()) {
      Call condition = all.part(each.getKey());
      conditions.put(
          each.getKey(),
          condition(each.getKey(), condition.required("ComparisonOperator"), values(condition)));
    }
    return conditions;
  }

  private static Optional<Condition> all(List<Condition> conditions, Call call) {
    return call.is("ConditionalOperator", "OR")
        ? conditions.stream().reduce(Condition.Or::new)
        : conditions.stream().reduce(Condition.And::new);
  }

  private static List<Value> values(Call condition) {
    return condition.parts("AttributeValueList").stream()
        .map(value -> ValueJson.readValue(value.json()))
        .toList();
  }

  private static Condition condition(String name, String operator, List<Value> values) {
    check(operator, values);
    Operand first = new Operand.At(Path.of(name));
    List<Operand> others = values.stream().<Operand>map(Operand.Constant::new).toList();
    Condition exists = new Condition.Exists(Path.of(name));
    return switch (operator) {
      case "NOT_NULL" -> exists;
      case "NULL" -> new Condition.Not(exists);
      case "EQ" -> new Condition.Comparison(first, Comparator.EQUAL, others.getFirst());
      case "NE" -> new Condition.Comparison(first, Comparator.UNEQUAL, others.getFirst());
      case "LE" -> new Condition.Comparison(first, Comparator.AT_MOST, others.getFirst());
      case "LT" -> new Condition.Comparison(first, Comparator.LESS, others.getFirst());
      case "GE" -> new Condition.Comparison(first, Comparator.AT_LEAST, others.getFirst());
      case "GT" -> new Condition.Comparison(first, Comparator.GREATER, others.getFirst());
      case "CONTAINS" -> new Condition.Contains(first, others.getFirst());
      case "NOT_CONTAINS" ->
          new Condition.And(
              exists, new Condition.Not(new Condition.Contains(first, others.getFirst())));
      case "BEGINS_WITH" -> new Condition.BeginsWith(first, others.getFirst());
      case "IN" -> new Condition.In(first, others);
      default -> new Condition.Between(first, others.getFirst(), others.get(1));
    };
  }

  private static void check(String operator, List<Value> values) {
    boolean isRightCount =
        switch (operator) {
          case "NULL", "NOT_NULL" -> values.isEmpty();
          case "IN" -> !values.isEmpty();
          case "BETWEEN" -> values.size() == 2;
          case "EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH" ->
              values.size() == 1;
          default ->
              throw Refusal.invalid(
                  "1 validation error detected: Value '"
                      + operator
                      + "' at 'comparisonOperator' failed to satisfy constraint: Member must"
                      + " satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT,"
                      + " NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]");
        };
    if (!isRightCount) {
      throw Refusal.invalidValue(
          "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
    }
    if (values.stream().map(Value::type).distinct().count() > 1) {
      throw Refusal.invalidValue("AttributeValues inside AttributeValueList must be of same type");
    }
    for (Value value : values) {
      Type type = value.type();
      boolean isBytesOnly = operator.equals("BEGINS_WITH") && type == Type.N;
      if ((SCALARS_ONLY.contains(operator) && !type.isScalar()) || isBytesOnly) {
        throw Refusal.invalidValue(
            "ComparisonOperator "
                + operator
                + " is not valid for "
                + type
                + " AttributeValue type");
      }
    }
    if (operator.equals("BETWEEN") && Comparator.GREATER.holds(values.get(0), values.get(1))) {
      throw Refusal.invalid(
          "The BETWEEN condition was provided a range where the lower bound is greater than the"
              + " upper bound");
    }
  }

  /** AttributeUpdates. */
  static Update update(Call call) {
    Call updates = call.part("AttributeUpdates");
    List<Update.Action> actions = new ArrayList<>();
    for (Map.Entry<String, ?> each : updates.json().properties()) {
      actions.add(action(Path.of(each.getKey()), updates.part(each.getKey())));
    }
    return new Update(actions);
  }

  private static Update.Action action(Path path, Call update) {
    String action = update.has("Action") ? update.required("Action") : "PUT";
    @Nullable Value value =
        update.has("Value") ? ValueJson.readValue(update.part("Value").json()) : null;
    if (value == null) {
      if (!action.equals("DELETE")) {
        throw Refusal.invalidValue(
            "Only DELETE action is allowed when no attribute value is specified");
      }
      return new Update.Action.Remove(path);
    }
    return switch (action) {
      case "PUT" -> new Update.Action.Put(path, new Operand.Constant(value));
      case "ADD" -> {
        if (value.type() == Type.L) {
          yield new Update.Action.Put(
              path,
              new Operand.ListAppend(
                  new Operand.IfNotExists(path, new Operand.Constant(new Value.L(List.of()))),
                  new Operand.Constant(value)));
        }
        if (value.type() != Type.N && !value.type().isSet()) {
          throw Refusal.invalidValue("ADD action is not supported for the type " + value.type());
        }
        yield new Update.Action.Add(path, value);
      }
      default -> {
        if (!value.type().isSet()) {
          throw Refusal.invalidValue(
              "DELETE action with value is not supported for the type " + value.type());
        }
        yield new Update.Action.Delete(path, value);
      }
    };
  }
}
