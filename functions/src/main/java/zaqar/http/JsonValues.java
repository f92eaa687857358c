// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** Reads JSON values as the original does in Python (contract 2.6). */
public final class JsonValues {
  private JsonValues() {}

  /**
   * A value as an integer: JSON integers, and true and false as 1 and 0. Empty for anything else.
   */
  public static OptionalLong integer(JsonNode value) {
    if (value.isIntegralNumber()) {
      return OptionalLong.of(value.longValue());
    }
    if (value.isBoolean()) {
      return OptionalLong.of(value.booleanValue() ? 1 : 0);
    }
    return OptionalLong.empty();
  }

  /** Whether a value is false in Python: null, false, 0, and anything empty. */
  public static boolean isFalsy(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isNumber() && value.doubleValue() == 0)
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }
}
