// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

/**
 * A piece of an expression, with its place in the text.
 *
 * @param end of the place, which is not the token's any more
 */
public record Token(Kind kind, String text, int start, int end) {
  /** What a token may be. */
  public enum Kind {
    NAME,
    ALIAS,
    VALUE,
    NUMBER,
    /** Of PartiQL alone: a name in double quotes. */
    QUOTED,
    /** Of PartiQL alone: a string in single quotes. */
    STRING,
    SIGN,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  /** Whether it is this word, however it is written. */
  boolean isWord(String word) {
    return kind == Kind.NAME && text.equalsIgnoreCase(word);
  }
}
