// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code !Sub}: a text with names in <code>${}</code>, alone or with a mapping of names of its own.
 */
final class Substitution {
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");

  private final String pattern;
  private final Section own;
  private final References references;
  private final Function<@Nullable Object, String> text;

  /** Names of the mapping win; {@code text} resolves their values. */
  Substitution(
      Intrinsic intrinsic, References references, Function<@Nullable Object, String> text) {
    if (intrinsic.argument() instanceof List<?>) {
      pattern = String.valueOf(intrinsic.list(2).get(0));
      own = Section.of("template.yaml: !Sub", intrinsic.list(2).get(1));
    } else {
      pattern = intrinsic.word();
      own = new Section("template.yaml: !Sub", Map.of());
    }
    this.references = references;
    this.text = text;
  }

  /** The text with every name replaced; <code>${!x}</code> stays as <code>${x}</code>. */
  String text() {
    return NAME.matcher(pattern).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(MatchResult match) {
    String name = match.group(1).strip();
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}";
    }
    if (own.keys().contains(name)) {
      return text.apply(own.values().get(name));
    }
    return name.contains(".") ? references.attribute(name) : references.ref(name);
  }
}
