// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void logarithmic_hasWholePowersOfTen() {
    Axis axis = Axis.logarithmic(0.3, 40);
    assertThat(axis.at(0.1)).isZero();
    assertThat(axis.at(100)).isEqualTo(1);
    assertThat(axis.at(1)).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(axis.ticks()).extracting(Axis::label).containsExactly("0.1", "1", "10", "100");
  }

  @Test
  void logarithmic_ofOneValueHasALength() {
    assertThat(Axis.logarithmic(1, 1).at(1)).isZero();
  }

  @Test
  void linear_beginsAtZeroAndEndsAtARoundNumber() {
    Axis axis = Axis.linear(4300);
    assertThat(axis.at(0)).isZero();
    assertThat(axis.at(5000)).isEqualTo(1);
    assertThat(axis.ticks()).extracting(Axis::label).endsWith("5000").startsWith("0");
  }
}
