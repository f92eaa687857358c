// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.Buildable;
import zaqar.store.value.Attributes;
import zaqar.store.value.Value;

/**
 * The SDK's requests and answers as trees of JSON, and back: what its protocol does, without the
 * text in between.
 */
final class Shapes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double MILLIS = 1000;
  private static final Map<MarshallingType<?>, Function<JsonNode, Object>> SCALARS =
      Map.of(
          MarshallingType.STRING, JsonNode::asText,
          MarshallingType.BOOLEAN, JsonNode::asBoolean,
          MarshallingType.INTEGER, JsonNode::asInt,
          MarshallingType.LONG, JsonNode::asLong,
          MarshallingType.DOUBLE, JsonNode::asDouble,
          MarshallingType.INSTANT, Shapes::time,
          MarshallingType.SDK_BYTES, Shapes::bytes);

  private Shapes() {}

  /** A request, or a part of one; what is not set is not there. */
  static ObjectNode write(SdkPojo shape) {
    ObjectNode json = NODES.objectNode();
    for (SdkField<?> field : shape.sdkFields()) {
      Object value = field.getValueOrDefault(shape);
      if (value != null
          && !(value instanceof SdkAutoConstructList)
          && !(value instanceof SdkAutoConstructMap)) {
        json.set(field.locationName(), write(value));
      }
    }
    return json;
  }

  private static JsonNode write(Object value) {
    return switch (value) {
      case AttributeValue attribute -> write(attribute);
      case SdkPojo shape -> write(shape);
      case String text -> NODES.textNode(text);
      case SdkBytes bytes -> NODES.binaryNode(bytes.asByteArrayUnsafe());
      case Boolean truth -> NODES.booleanNode(truth);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case Instant time -> NODES.numberNode(time.toEpochMilli() / MILLIS);
      case List<?> values -> {
        ArrayNode array = NODES.arrayNode(values.size());
        values.forEach(each -> array.add(write(each)));
        yield array;
      }
      case Map<?, ?> values -> {
        ObjectNode object = NODES.objectNode();
        values.forEach((name, each) -> object.set((String) name, write(each)));
        yield object;
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    };
  }

  /** Most values are one of these three, so that their other fields need no look. */
  private static ObjectNode write(AttributeValue value) {
    return switch (value.type()) {
      case S -> NODES.objectNode().put("S", value.s());
      case N -> NODES.objectNode().put("N", value.n());
      case B -> NODES.objectNode().put("B", value.b().asByteArrayUnsafe());
      default -> write((SdkPojo) value);
    };
  }

  /** Fills an answer, or a part of one, and builds it. */
  static Object read(SdkPojo builder, JsonNode json) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode value = json.get(field.locationName());
      if (value != null && !value.isNull()) {
        field.set(builder, read(field, value));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object read(SdkField<?> field, JsonNode json) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.SDK_POJO)) {
      return read(field.constructor().get(), json);
    }
    if (type.equals(MarshallingType.LIST)) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      List<Object> values = new ArrayList<>(json.size());
      json.forEach(each -> values.add(read(member, each)));
      return values;
    }
    if (json instanceof POJONode node && node.getPojo() instanceof Attributes item) {
      return attributes(item.values());
    }
    if (type.equals(MarshallingType.MAP)) {
      SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> values = LinkedHashMap.newLinkedHashMap(json.size());
      json.properties().forEach(each -> values.put(each.getKey(), read(member, each.getValue())));
      return values;
    }
    Function<JsonNode, Object> scalar = SCALARS.get(type);
    if (scalar == null) {
      throw new IllegalArgumentException("no answer has anything of type " + type);
    }
    return scalar.apply(json);
  }

  /** Attributes of an item, for a builder to copy. */
  static Map<String, AttributeValue> attributes(Map<String, Value> item) {
    return new Converted(item);
  }

  /** Attributes that are made when they are copied: the SDK's builders keep no map as it is. */
  private static final class Converted extends AbstractMap<String, AttributeValue> {
    private final Map<String, Value> item;

    Converted(Map<String, Value> item) {
      this.item = item;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super AttributeValue> action) {
      item.forEach((name, value) -> action.accept(name, attribute(value)));
    }

    @Override
    public Set<Map.Entry<String, AttributeValue>> entrySet() {
      Map<String, AttributeValue> whole = new LinkedHashMap<>();
      forEach(whole::put);
      return whole.entrySet();
    }

    @Override
    public int size() {
      return item.size();
    }
  }

  private static AttributeValue attribute(Value value) {
    return switch (value) {
      case Value.S s -> AttributeValue.fromS(s.text());
      case Value.N n -> AttributeValue.fromN(n.text());
      case Value.B b -> AttributeValue.fromB(bytes(b));
      case Value.Bool bool -> AttributeValue.fromBool(bool.truth());
      case Value.Null nothing -> AttributeValue.fromNul(true);
      case Value.M map -> AttributeValue.fromM(attributes(map.entries()));
      case Value.L list ->
          AttributeValue.fromL(list.values().stream().map(Shapes::attribute).toList());
      case Value.SS set -> AttributeValue.fromSs(List.copyOf(set.texts()));
      case Value.NS set ->
          AttributeValue.fromNs(set.numbers().stream().map(BigDecimal::toPlainString).toList());
      case Value.BS set ->
          AttributeValue.fromBs(set.binaries().stream().map(Shapes::bytes).toList());
    };
  }

  /** Nobody changes the bytes of a value. */
  private static SdkBytes bytes(Value.B binary) {
    return SdkBytes.fromByteArrayUnsafe(binary.bytes());
  }

  private static Instant time(JsonNode json) {
    return Instant.ofEpochMilli(Math.round(json.asDouble() * MILLIS));
  }

  private static SdkBytes bytes(JsonNode json) {
    try {
      return SdkBytes.fromByteArrayUnsafe(json.binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
