// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import java.util.EnumMap;
import java.util.Map;

/**
 * What is wrong with an expression whose syntax is right. DynamoDB names one fault, by the order of
 * the kinds and not of the text.
 */
final class Faults {
  /** The kinds, the one that is named first at the head. */
  enum Kind {
    PARENTHESES,
    FUNCTION,
    MISUSE,
    RESERVED,
    SECTION,
    NAME,
    VALUE,
    OVERLAP,
    CONFLICT,
    OPERATOR,
    COUNT,
    DISTINCT,
    TYPE
  }

  private final Map<Kind, String> first = new EnumMap<>(Kind.class);

  /** Takes note of the first fault of its kind. */
  void add(Kind kind, String message) {
    first.putIfAbsent(kind, message);
  }

  /** Ends the request if there is any. */
  void throwFirst(Tokens tokens) {
    if (!first.isEmpty()) {
      throw tokens.fault(first.values().iterator().next());
    }
  }
}
