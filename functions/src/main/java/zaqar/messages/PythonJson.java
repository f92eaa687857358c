// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes JSON to the byte as Python's {@code json.dumps} does by default. */
final class PythonJson {
  /** Exponents from which Python writes a float in scientific notation. */
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final int LARGEST_PLAIN_EXPONENT = 15;

  private PythonJson() {}

  static String write(JsonNode node) {
    if (node.isObject()) {
      return node.propertyStream()
          .map(member -> string(member.getKey()) + ": " + write(member.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      return node.valueStream().map(PythonJson::write).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node.isTextual()) {
      return string(node.textValue());
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().toString();
    }
    return node.isNumber() ? number(node.doubleValue()) : node.asText();
  }

  private static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          boolean isPrintable = c >= ' ' && c <= '~';
          out.append(
              isPrintable ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      }
    }
    return out.append('"').toString();
  }

  /** Java writes two digits at least, of which the smallest doubles need but one. */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() != 2) {
      return digits;
    }
    BigDecimal shorter = new BigDecimal(value).round(new MathContext(1));
    return shorter.doubleValue() == value ? shorter : digits;
  }

  /** The shortest digits that mean the same double, laid out as Python's repr lays them out. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal digits = shortest(value);
    int exponent = digits.precision() - digits.scale() - 1;
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    if (exponent < SMALLEST_PLAIN_EXPONENT || exponent > LARGEST_PLAIN_EXPONENT) {
      String unscaled = digits.unscaledValue().abs().toString();
      return String.format(
          Locale.ROOT,
          "%s%s%se%s%02d",
          value < 0 ? "-" : "",
          unscaled.charAt(0),
          unscaled.length() > 1 ? "." + unscaled.substring(1) : "",
          exponent < 0 ? "-" : "+",
          Math.abs(exponent));
    }
    String plain = digits.toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
