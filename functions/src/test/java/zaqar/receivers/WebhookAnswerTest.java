// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 9.6. */
class WebhookAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void success_isADelivery(int status) {
    assertThat(new WebhookAnswer(status, null).outcome(NOW))
        .isEqualTo(new DeliveryOutcome.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void fault_thatMayPassIsTriedAgain(int status) {
    assertThat(new WebhookAnswer(status, null).outcome(NOW))
        .isEqualTo(new DeliveryOutcome.Failed("answered " + status, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {101, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 413, 421, 431, 600})
  void answer_thatWillStayTheSameIsFinal(int status) {
    assertThat(new WebhookAnswer(status, "1").outcome(NOW))
        .isEqualTo(new DeliveryOutcome.Refused("answered " + status));
  }

  @Test
  void gone_isForGood() {
    assertThat(new WebhookAnswer(410, "1").outcome(NOW)).isEqualTo(new DeliveryOutcome.Gone());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "' 120 ' | 120",
        "3600 | 3600",
        "3601 | 3600",
        "9999999999 | 3600",
        "Mon, 23 Nov 2026 12:01:30 GMT | 90",
        "Mon, 23 Nov 2026 11:00:00 GMT | 0",
        "Tue, 24 Nov 2026 12:00:00 GMT | 3600"
      })
  void retryAfter_isSecondsOrADate(String header, long seconds) {
    assertThat(new WebhookAnswer(503, header).outcome(NOW))
        .isEqualTo(
            new DeliveryOutcome.Failed("answered 503", Optional.of(Duration.ofSeconds(seconds))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999", "2026-11-23T12:01:30Z"})
  void retryAfter_thatMakesNoSenseIsNoWait(String header) {
    assertThat(new WebhookAnswer(429, header).outcome(NOW))
        .isEqualTo(new DeliveryOutcome.Failed("answered 429"));
  }
}
