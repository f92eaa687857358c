// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long MILLISECOND = 1_000_000;

  private final Meter meter = new Meter();

  @Test
  void histogram_hasEveryAnswerOnceWhateverWasSampled() {
    for (int i = 1; i <= 1000; i++) {
      meter.answered(i * MILLISECOND, 200);
      if (i == 400) {
        meter.sample(Duration.ofSeconds(1));
      }
    }
    Histogram histogram = meter.histogram();
    assertThat(histogram.getTotalCount()).isEqualTo(1000);
    assertThat((double) histogram.getValueAtPercentile(99))
        .isCloseTo(990 * MILLISECOND, within(1.0 * MILLISECOND));
    assertThat(meter.histogram().getTotalCount()).isEqualTo(1000);
  }

  @Test
  void sample_dividesByTheTimeThatPassedSinceTheLastOne() {
    for (int i = 0; i < 100; i++) {
      meter.answered(MILLISECOND, 201);
    }
    assertThat(meter.sample(Duration.ofSeconds(1))).isTrue();
    meter.answered(MILLISECOND, 201);
    assertThat(meter.sample(Duration.ofMillis(1500))).isTrue();
    assertThat(meter.samples()).extracting(Meter.Sample::rate).containsExactly(100.0, 2.0);
  }

  @Test
  void sample_thatIsTooShortIsPartOfTheNext() {
    meter.answered(MILLISECOND, 201);
    assertThat(meter.sample(Duration.ofMillis(10))).isFalse();
    meter.answered(MILLISECOND, 201);
    assertThat(meter.sample(Duration.ofSeconds(1))).isTrue();
    assertThat(meter.samples()).extracting(Meter.Sample::requests).containsExactly(2L);
  }

  @Test
  void problems_areCountedByStatus() {
    meter.answered(MILLISECOND, 200);
    meter.answered(MILLISECOND, 204);
    meter.answered(MILLISECOND, 503);
    meter.answered(MILLISECOND, 503);
    meter.answered(MILLISECOND, 404);
    meter.unanswered();
    assertThat(meter.problems()).hasToString("{404=1, 503=2, no answer=1}");
    assertThat(meter.histogram().getTotalCount()).isEqualTo(5);
  }
}
