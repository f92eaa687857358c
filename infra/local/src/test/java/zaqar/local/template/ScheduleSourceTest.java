// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;

class ScheduleSourceTest {
  private static Template template(String schedule) {
    return Template.parse(
        """
        Resources:
          ClockFunction:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.B
              Events:
                Tick:
                  Type: Schedule
                  Properties: { %s }
        """
            .formatted(schedule),
        Map.of(),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource({"rate(1 minute), PT1M", "rate(5 minutes), PT5M", "rate(2 hours), PT2H"})
  void rate_isTheTimeBetweenCalls(String text, Duration rate) {
    assertThat(template("Schedule: " + text).functions().getFirst().sources(ScheduleSource.class))
        .containsExactly(new ScheduleSource(rate));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate(0 minutes)", "rate(1 second)", "cron(0 12 * * ? *)", "now"})
  void schedule_thatIsNoRateStopsTheStart(String text) {
    assertThatThrownBy(() -> template("Schedule: '" + text + "'").functions())
        .isInstanceOf(CannotStart.class);
  }

  @Test
  void schedule_thatIsDisabledCallsNothing() {
    assertThat(
            template("Schedule: rate(1 minute), Enabled: false").functions().getFirst().sources())
        .isEmpty();
  }
}
