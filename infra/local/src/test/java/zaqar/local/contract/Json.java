// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** JSON in tests: written with single quotes, compared as documents. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** The text with single quotes turned into double ones. */
  static String text(String quoted) {
    return quoted.replace('\'', '"');
  }

  /** The document that a text with single quotes means. */
  static JsonNode of(String quoted) {
    return parse(text(quoted));
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** The names of an object's members, in the order they came. */
  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** One member of each element of an array, as text. */
  static List<String> texts(JsonNode array, String member) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.path(member).asText()));
    return texts;
  }
}
