// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadIT {
  private static final Duration HANG = Duration.ofMillis(700);

  // One client for 1.5 s, of a server that hangs once.
  private static Meter load(double rate) throws IOException {
    try (Stub stub =
        new Stub(
            request -> {
              hang(request == 20 ? HANG : Duration.ZERO);
              return Stub.OK.replace("{}", "[]");
            })) {
      Load.Settings settings =
          new Load.Settings(1, rate, 1, Duration.ZERO, Duration.ofMillis(1500));
      ZaqarClient.Who who = new ZaqarClient.Who("bench", null);
      ZaqarClient.Maker maker = ZaqarClient.maker(stub.target(), who, "q", new Bodies(100));
      return new Load(settings, Workload.STATS, maker, meter -> {}).run().meter();
    }
  }

  private static void hang(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void openLoop_countsWhatWaitedBehindASlowAnswerAsSlow() throws IOException {
    Meter meter = load(100);
    assertThat(meter.histogram().getTotalCount()).isBetween(100L, 200L);
    // Of 1.5 s of arrivals those in 0.7 s had to wait.
    assertThat(meter.histogram().getPercentileAtOrBelowValue(HANG.toNanos() / 10)).isLessThan(75);
  }

  @Test
  void closedLoop_hasOneSlowAnswer() throws IOException {
    Meter meter = load(0);
    assertThat(meter.histogram().getMaxValue()).isGreaterThanOrEqualTo(HANG.toNanos() * 9 / 10);
    assertThat(meter.histogram().getTotalCount()).isGreaterThan(200);
    assertThat(meter.problems()).isEmpty();
  }
}
