// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of RFC 7240, section 2. */
class PreferencesTest {
  private static Optional<Duration> wait(String header) {
    return Preferences.wait(Requests.of("GET", "/", Map.of("prefer", header), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=10 | 10",
        "Wait = 7 | 7",
        "wait=0 | 0",
        "respond-async, wait=20 | 20",
        "wait=3; quickly=yes | 3",
        "wait=4, wait=9 | 4",
        "return=\"a, wait=1\", wait=2 | 2",
        "wait=999999999 | 999999999"
      })
  void wait_isTheFirstOfItsName(String header, long seconds) {
    assertThat(wait(header)).hasValue(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=abc",
        "wait=-1",
        "wait=1.5",
        "wait=\"10\"",
        "wait=9999999999",
        "wait=٣",
        "wait=abc, wait=5",
        "await=5",
        "waits=5",
        "foo=\"wait=5\"",
        "foo; wait=5",
        ",,;,="
      })
  void wait_thatIsNoneIsIgnored(String header) {
    assertThat(wait(header)).isEmpty();
  }

  @Test
  void request_mayPreferNothing() {
    assertThat(Preferences.wait(Requests.of("GET", "/", Map.of(), ""))).isEmpty();
  }

  @Test
  void header_mayBeAsLongAsItLikes() {
    assertThat(wait("\"".repeat(9000) + ",".repeat(9000) + "wait" + " ".repeat(9000))).isEmpty();
  }
}
