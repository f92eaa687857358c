// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  @ParameterizedTest
  @CsvSource({"00042,42", "1.0,1", "3.1400,3.14", "1.5E2,150", "-0,0", "1e-3,0.001"})
  void numbers_haveOneForm(String given, String kept) {
    assertThat(Value.N.parse(given).text()).isEqualTo(kept);
    assertThat(Value.N.parse(given)).isEqualTo(Value.N.parse(kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1E+126", "-1E+126", "1E-131", "123456789012345678901234567890123456789"})
  void numbers_outsideOfTheirLimitsAreRefused(String text) {
    assertThatThrownBy(() -> Value.N.parse(text)).isInstanceOf(Refusal.class);
  }

  @Test
  void size_countsNamesAndBytes() {
    assertThat(Value.size(Map.of("ä", new Value.S("€𝄞")))).isEqualTo(2 + 3 + 4);
    assertThat(Value.size(Map.of("n", Value.N.parse("-123.45")))).isEqualTo(1 + 5);
    assertThat(Value.size(Map.of("b", new Value.Bool(true)))).isEqualTo(2);
  }
}
