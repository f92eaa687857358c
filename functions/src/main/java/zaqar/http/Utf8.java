// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/** What text can be encoded, without making an encoder for each. */
final class Utf8 {
  private Utf8() {}

  /** Whether text has no half of a surrogate pair, which UTF-8 cannot encode. */
  static boolean canEncode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }
}
