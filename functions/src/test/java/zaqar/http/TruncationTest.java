// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncationTest {
  @ParameterizedTest
  @CsvSource({"abc,3,abc", "abc,2,ab", "ab\ud83d\ude00,3,ab", "ab\ud83d\ude00,4,ab\ud83d\ude00"})
  void text_keepsWholeCharacters(String text, int most, String cut) {
    assertThat(Truncation.of(text, most)).isEqualTo(cut);
  }
}
