// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/** Text of bounded length. */
public final class Truncation {
  private Truncation() {}

  /** The beginning of a text: at most so many characters, the last of them never half of one. */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, halves ? most - 1 : most);
  }
}
