// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.local.failure.CannotStart;

/**
 * A call of a CloudFormation function, whether it was written {@code !Sub x} or {@code {"Fn::Sub":
 * x}}.
 *
 * @param name without {@code !} or {@code Fn::}
 * @param argument unresolved
 */
record Intrinsic(String name, @Nullable Object argument) {
  private static final String LONG_FORM = "Fn::";

  /** Recognises the long form. */
  static Optional<Intrinsic> in(Map<?, ?> mapping) {
    if (mapping.size() != 1) {
      return Optional.empty();
    }
    Map.Entry<?, ?> entry = mapping.entrySet().iterator().next();
    String key = String.valueOf(entry.getKey());
    if (key.startsWith(LONG_FORM)) {
      return Optional.of(new Intrinsic(key.substring(LONG_FORM.length()), entry.getValue()));
    }
    return (key.equals("Ref") || key.equals("Condition")) && entry.getValue() instanceof String
        ? Optional.of(new Intrinsic(key, entry.getValue()))
        : Optional.empty();
  }

  /** The argument where it must be a word. */
  String word() {
    if (argument instanceof String word) {
      return word;
    }
    throw wrong("takes a name");
  }

  /** The argument where it must be a list of {@code least} items or more. */
  List<?> list(int least) {
    if (argument instanceof List<?> list && list.size() >= least) {
      return list;
    }
    throw wrong("takes a list of " + least + " or more");
  }

  /** What to throw when the argument does not fit. */
  CannotStart wrong(String complaint) {
    return new CannotStart("template.yaml: !" + name + " " + complaint + ", not " + argument);
  }
}
