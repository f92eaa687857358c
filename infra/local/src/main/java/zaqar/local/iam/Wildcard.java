// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.regex.Pattern;

/** A text in which {@code *} stands for any characters, and {@code ?} for one. */
record Wildcard(Pattern pattern) {
  /** For ARNs, whose case counts. */
  static Wildcard of(String text) {
    return of(text, Pattern.DOTALL);
  }

  /** For actions, whose case does not. */
  static Wildcard inAnyCase(String text) {
    return of(text, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }

  private static Wildcard of(String text, int flags) {
    String quoted = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return new Wildcard(Pattern.compile(quoted, flags));
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
