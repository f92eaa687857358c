// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Values as DynamoDB's JSON has them: an object with the type for its only name. */
public final class ValueJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 32;

  private ValueJson() {}

  /**
   * Reads attributes.
   *
   * @throws Refusal if a value is none that can be stored
   */
  public static Map<String, Value> read(JsonNode attributes) {
    return attributes(attributes, 0);
  }

  /**
   * Reads one value.
   *
   * @throws Refusal if it is none that can be stored
   */
  public static Value readValue(JsonNode value) {
    return value(value, 0);
  }

  private static Map<String, Value> attributes(JsonNode attributes, int depth) {
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(attributes.size());
    for (Map.Entry<String, JsonNode> each : attributes.properties()) {
      values.put(each.getKey(), value(each.getValue(), depth));
    }
    return values;
  }

  private static Value value(JsonNode json, int depth) {
    if (depth > DEEPEST) {
      throw Refusal.invalid(
          "Nesting Levels have exceeded supported limits: Attributes cannot be nested more than "
              + DEEPEST
              + " levels");
    }
    List<Map.Entry<String, JsonNode>> given = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      if (!each.getValue().isNull()) {
        given.add(each);
      }
    }
    if (given.isEmpty()) {
      throw Refusal.invalid(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    Value value = value(given.getFirst().getKey(), given.getFirst().getValue(), depth);
    if (given.size() > 1) {
      throw Refusal.invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
              + " the supported datatypes");
    }
    return value;
  }

  private static Value value(String type, JsonNode json, int depth) {
    return switch (type) {
      case "S" -> new Value.S(text(json));
      case "N" -> Value.N.parse(text(json));
      case "B" -> new Value.B(bytes(json));
      case "BOOL" -> new Value.Bool(json.asBoolean());
      case "NULL" -> nothing(json);
      case "L" -> list(json, depth);
      case "M" -> new Value.M(attributes(object(json), depth + 1));
      case "SS" ->
          new Value.SS(
              set(json, ValueJson::text, "An string set  may not be empty", all -> texts(all)));
      case "NS" -> numbers(json);
      case "BS" ->
          new Value.BS(
              set(
                  json,
                  each -> new Value.B(bytes(each)),
                  "Binary sets should not be empty",
                  all -> texts(all) + "of type BS"));
      default ->
          throw Refusal.invalid(
              "Supplied AttributeValue is empty, must contain exactly one of the supported"
                  + " datatypes");
    };
  }

  private static Value nothing(JsonNode json) {
    if (!json.asBoolean()) {
      throw Refusal.invalidValue("Null attribute value types must have the value of true");
    }
    return new Value.Null();
  }

  private static Value list(JsonNode json, int depth) {
    List<Value> values = new ArrayList<>(json.size());
    array(json).forEach(each -> values.add(value(each, depth + 1)));
    return new Value.L(values);
  }

  private static Value numbers(JsonNode json) {
    if (array(json).isEmpty()) {
      throw Refusal.invalidValue("An number set  may not be empty");
    }
    Set<BigDecimal> numbers = new LinkedHashSet<>();
    for (JsonNode each : json) {
      if (!numbers.add(Decimal.parse(text(each)))) {
        throw Refusal.invalid("Input collection contains duplicates");
      }
    }
    return new Value.NS(numbers);
  }

  private static <T> Set<T> set(
      JsonNode json, Function<JsonNode, T> read, String empty, Function<JsonNode, String> shown) {
    if (array(json).isEmpty()) {
      throw Refusal.invalidValue(empty);
    }
    Set<T> members = new LinkedHashSet<>();
    for (JsonNode each : json) {
      if (!members.add(read.apply(each))) {
        throw Refusal.invalidValue(
            "Input collection " + shown.apply(json) + " contains duplicates.");
      }
    }
    return members;
  }

  private static String texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts.toString();
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw wrongType(json, "String");
    }
    return json.textValue();
  }

  private static byte[] bytes(JsonNode json) {
    if (json instanceof BinaryNode binary) {
      return binary.binaryValue();
    }
    if (!json.isTextual()) {
      throw wrongType(json, "Blob");
    }
    try {
      return Base64.getDecoder().decode(json.textValue());
    } catch (IllegalArgumentException e) {
      throw Refusal.of("SerializationException", "Invalid last non-pad Base64 character dectected");
    }
  }

  private static JsonNode array(JsonNode json) {
    if (!json.isArray()) {
      throw wrongType(json, "List");
    }
    return json;
  }

  private static JsonNode object(JsonNode json) {
    if (!json.isObject()) {
      throw wrongType(json, "Map");
    }
    return json;
  }

  private static Refusal wrongType(JsonNode json, String expected) {
    return Refusal.of(
        "SerializationException", json.getNodeType() + " cannot be converted to " + expected);
  }

  /** Writes attributes. */
  public static ObjectNode write(Map<String, Value> attributes) {
    ObjectNode json = NODES.objectNode();
    for (Map.Entry<String, Value> each : attributes.entrySet()) {
      json.set(each.getKey(), write(each.getValue()));
    }
    return json;
  }

  /** Writes one value. */
  public static ObjectNode write(Value value) {
    ObjectNode json = NODES.objectNode();
    String type = value.type().name();
    return switch (value) {
      case Value.S s -> json.put(type, s.text());
      case Value.N n -> json.put(type, n.text());
      case Value.B b -> json.put(type, base64(b));
      case Value.Bool bool -> json.put(type, bool.truth());
      case Value.Null nothing -> json.put(type, true);
      case Value.L list -> {
        ArrayNode values = json.putArray(type);
        list.values().forEach(each -> values.add(write(each)));
        yield json;
      }
      case Value.M map -> json.set(type, write(map.entries()));
      case Value.SS set -> {
        ArrayNode texts = json.putArray(type);
        set.texts().forEach(texts::add);
        yield json;
      }
      case Value.NS set -> {
        ArrayNode numbers = json.putArray(type);
        set.numbers().forEach(each -> numbers.add(each.toPlainString()));
        yield json;
      }
      case Value.BS set -> {
        ArrayNode binaries = json.putArray(type);
        set.binaries().forEach(each -> binaries.add(base64(each)));
        yield json;
      }
    };
  }

  private static String base64(Value.B binary) {
    return Base64.getEncoder().encodeToString(binary.bytes());
  }
}
