// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.store.expression.Condition;
import zaqar.store.expression.Expressions;
import zaqar.store.expression.Placeholders;
import zaqar.store.expression.Projection;
import zaqar.store.value.Attributes;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;
import zaqar.store.value.ValueJson;

/** The parameters of a request, or of a part of one. */
record Call(JsonNode json) {
  boolean has(String parameter) {
    return json.hasNonNull(parameter);
  }

  @Nullable String text(String parameter) {
    JsonNode value = json.get(parameter);
    return value == null || value.isNull() ? null : value.asText();
  }

  /** A text that must be there. */
  String required(String parameter) {
    String value = text(parameter);
    if (value == null) {
      throw Refusal.invalid(
          "The parameter '" + parameter + "' is required but was not present in the request");
    }
    return value;
  }

  boolean flag(String parameter) {
    return json.path(parameter).asBoolean(false);
  }

  Optional<Integer> number(String parameter) {
    return has(parameter) ? Optional.of(json.get(parameter).asInt()) : Optional.empty();
  }

  boolean is(String parameter, String value) {
    return value.equals(text(parameter));
  }

  /** A part, which is empty if it is not there. */
  Call part(String parameter) {
    return new Call(json.path(parameter));
  }

  /** The parts of a list. */
  List<Call> parts(String parameter) {
    List<Call> parts = new ArrayList<>();
    json.path(parameter).forEach(part -> parts.add(new Call(part)));
    return parts;
  }

  List<String> texts(String parameter) {
    List<String> texts = new ArrayList<>();
    json.path(parameter).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** The attributes of an item or a key. */
  Map<String, Value> attributes(String parameter) {
    return ValueJson.read(json.path(parameter));
  }

  Optional<Map<String, Value>> startKey() {
    return has("ExclusiveStartKey")
        ? Optional.of(attributes("ExclusiveStartKey"))
        : Optional.empty();
  }

  /** What stands for names and values in its expressions. */
  Placeholders placeholders() {
    Map<String, String> names = null;
    if (has("ExpressionAttributeNames")) {
      names = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : json.get("ExpressionAttributeNames").properties()) {
        names.put(each.getKey(), each.getValue().asText());
      }
    }
    Map<String, Value> values = null;
    if (has("ExpressionAttributeValues")) {
      values = new LinkedHashMap<>();
      JsonNode given = json.get("ExpressionAttributeValues");
      for (Map.Entry<String, JsonNode> each : given.properties()) {
        values.put(each.getKey(), value(each.getKey(), each.getValue()));
      }
    }
    return new Placeholders(names, values);
  }

  private static Value value(String name, JsonNode json) {
    try {
      return ValueJson.readValue(json);
    } catch (Refusal e) {
      throw Refusal.of(
          e.type(),
          "ExpressionAttributeValues contains invalid value: "
              + (e.getMessage() + " for key " + name));
    }
  }

  Optional<Condition> condition(String parameter, Placeholders placeholders) {
    String text = text(parameter);
    return text == null
        ? Optional.empty()
        : Optional.of(Expressions.condition(text, parameter, placeholders));
  }

  Optional<Projection> projection(Placeholders placeholders) {
    String text = text("ProjectionExpression");
    return text == null
        ? Optional.empty()
        : Optional.of(Expressions.projection(text, placeholders));
  }

  /**
   * Sees that expressions and the parameters that were there before them are not mixed.
   *
   * @param expressions those that may have placeholders for values, and the projection
   */
  void requireOneStyle(List<String> expressions, List<String> others) {
    List<String> used = expressions.stream().filter(this::has).toList();
    List<String> old = others.stream().filter(this::has).toList();
    if (!used.isEmpty() && !old.isEmpty()) {
      throw Refusal.invalid(
          "Can not use both expression and non-expression parameters in the same request:"
              + (" Non-expression parameters: {" + String.join(", ", old) + "}")
              + (" Expression parameters: {" + String.join(", ", used) + "}"));
    }
    if (has("ExpressionAttributeNames") && used.isEmpty()) {
      throw Refusal.invalid(
          "ExpressionAttributeNames can only be specified when using expressions");
    }
    List<String> withValues =
        expressions.stream().filter(each -> !each.equals("ProjectionExpression")).toList();
    if (has("ExpressionAttributeValues") && withValues.stream().noneMatch(this::has)) {
      throw Refusal.invalid(
          "ExpressionAttributeValues can only be specified when using expressions: "
              + String.join(" and ", withValues)
              + (withValues.size() > 1 ? " are" : " is")
              + " null");
    }
  }

  /** What the request wants to be told of units. */
  Capacity capacity() {
    return new Capacity(text("ReturnConsumedCapacity"));
  }

  /** Puts an item into an answer. */
  static void put(ObjectNode answer, String name, Map<String, Value> item) {
    answer.putPOJO(name, new Attributes(item));
  }
}
