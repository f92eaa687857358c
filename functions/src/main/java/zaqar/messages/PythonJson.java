// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes JSON to the byte as Python's {@code json.dumps} does by default. */
final class PythonJson {
  /** Exponents from which Python writes a float in scientific notation. */
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final int LARGEST_PLAIN_EXPONENT = 15;

  private final StringBuilder out = new StringBuilder();

  private PythonJson() {}

  static String write(JsonNode document) {
    PythonJson writer = new PythonJson();
    writer.value(document);
    return writer.out.toString();
  }

  private void value(JsonNode node) {
    if (node.isObject()) {
      object(node);
    } else if (node.isArray()) {
      array(node);
    } else if (node.isTextual()) {
      string(node.textValue());
    } else if (node.isIntegralNumber()) {
      out.append(node.bigIntegerValue());
    } else if (node.isNumber()) {
      number(node.doubleValue());
    } else {
      out.append(node.asText());
    }
  }

  private void object(JsonNode node) {
    out.append('{');
    for (Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
        members.hasNext(); ) {
      Map.Entry<String, JsonNode> member = members.next();
      string(member.getKey());
      out.append(": ");
      value(member.getValue());
      out.append(members.hasNext() ? ", " : "");
    }
    out.append('}');
  }

  private void array(JsonNode node) {
    out.append('[');
    for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
      value(items.next());
      out.append(items.hasNext() ? ", " : "");
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
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
    out.append('"');
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
  private void number(double value) {
    if (!Double.isFinite(value)) {
      out.append(value);
      return;
    }
    BigDecimal digits = shortest(value);
    int exponent = digits.precision() - digits.scale() - 1;
    if (value == 0) {
      out.append(1 / value > 0 ? "0.0" : "-0.0");
    } else if (exponent < SMALLEST_PLAIN_EXPONENT || exponent > LARGEST_PLAIN_EXPONENT) {
      String unscaled = digits.unscaledValue().abs().toString();
      out.append(value < 0 ? "-" : "").append(unscaled.charAt(0));
      out.append(unscaled.length() > 1 ? "." + unscaled.substring(1) : "");
      String sign = exponent < 0 ? "-" : "+";
      out.append(String.format(Locale.ROOT, "e%s%02d", sign, Math.abs(exponent)));
    } else {
      String plain = digits.toPlainString();
      out.append(plain.contains(".") ? plain : plain + ".0");
    }
  }
}
