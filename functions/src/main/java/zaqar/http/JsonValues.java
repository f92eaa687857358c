// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** How the original takes JSON values for integers (contract 2.6). */
public final class JsonValues {
  private JsonValues() {}

  /** The integer that a value is: JSON integers, and true and false as 1 and 0; nothing else. */
  public static OptionalLong integer(JsonNode value) {
    if (value.isIntegralNumber()) {
      return OptionalLong.of(value.longValue());
    }
    if (value.isBoolean()) {
      return OptionalLong.of(value.booleanValue() ? 1 : 0);
    }
    return OptionalLong.empty();
  }

  /** Whether Python would take a value for false: null, false, 0 and all that is empty. */
  public static boolean isFalsy(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isNumber() && value.doubleValue() == 0)
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }
}
