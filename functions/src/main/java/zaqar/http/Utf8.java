// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/** What text can be encoded, without making an encoder for each. */
final class Utf8 {
  private Utf8() {}

  /** Whether text has no half of a surrogate pair, which UTF-8 cannot encode. */
  static boolean canEncode(String text) {
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return true;
  }
}
