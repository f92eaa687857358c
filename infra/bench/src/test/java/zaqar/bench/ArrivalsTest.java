// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void next_isSoManyASecondOnAverage() {
    Arrivals arrivals = new Arrivals(500, 1);
    long last = 0;
    for (int i = 0; i < 50_000; i++) {
      last = arrivals.next();
    }
    assertThat(last / 1e9).isBetween(98.0, 102.0);
  }

  @Test
  void next_neverGoesBackAndComesAtRandom() {
    Arrivals arrivals = new Arrivals(1000, 1);
    long last = 0;
    int close = 0;
    for (int i = 0; i < 1000; i++) {
      long next = arrivals.next();
      assertThat(next).isGreaterThanOrEqualTo(last);
      close += next - last < 100_000 ? 1 : 0;
      last = next;
    }
    // One in ten comes within a tenth of the mean.
    assertThat(close).isBetween(50, 150);
  }

  @Test
  void next_ofTheSameSeedIsTheSame() {
    assertThat(new Arrivals(10, 7).next()).isEqualTo(new Arrivals(10, 7).next());
    assertThat(new Arrivals(10, 7).next()).isNotEqualTo(new Arrivals(10, 8).next());
  }

  @Test
  void arrivals_ofNothingAreRefused() {
    assertThatThrownBy(() -> new Arrivals(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
