// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.local.failure.CannotStart;

/** Gives every parameter of the template its value, within what the template allows. */
final class Parameters {
  private Parameters() {}

  /**
   * Given values win over the runtime's own, which count only where the template has such a
   * parameter, and those over the template's defaults.
   */
  static Map<String, String> values(
      Section declared, Map<String, String> own, Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!declared.keys().contains(name)) {
        throw new CannotStart("template.yaml has no parameter '" + name + "'");
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : declared.keys()) {
      Section parameter = declared.section(name);
      String value =
          Optional.ofNullable(given.get(name))
              .or(() -> Optional.ofNullable(own.get(name)))
              .or(() -> parameter.find("Default"))
              .orElseThrow(() -> new CannotStart("give --parameter " + name + "=VALUE"));
      check(name, value, parameter);
      values.put(name, value);
    }
    return values;
  }

  private static void check(String name, String value, Section parameter) {
    List<String> allowed = parameter.list("AllowedValues").stream().map(String::valueOf).toList();
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw wrong(name, "one of " + String.join(", ", allowed), value);
    }
    parameter
        .find("AllowedPattern")
        .filter(pattern -> !value.matches(pattern))
        .ifPresent(
            pattern -> {
              throw wrong(name, "of the form " + pattern, value);
            });
    if (parameter.find("Type").filter("Number"::equals).isPresent()) {
      BigDecimal number = number(name, value);
      parameter
          .find("MinValue")
          .filter(least -> number.compareTo(new BigDecimal(least)) < 0)
          .ifPresent(
              least -> {
                throw wrong(name, "at least " + least, value);
              });
      parameter
          .find("MaxValue")
          .filter(most -> number.compareTo(new BigDecimal(most)) > 0)
          .ifPresent(
              most -> {
                throw wrong(name, "at most " + most, value);
              });
    }
  }

  private static BigDecimal number(String name, String value) {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw wrong(name, "a number", value);
    }
  }

  private static CannotStart wrong(String name, String wanted, String value) {
    return new CannotStart("parameter " + name + " must be " + wanted + ", but is '" + value + "'");
  }
}
