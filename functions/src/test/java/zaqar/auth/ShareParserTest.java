// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Problem;

/** Contract 10.1. */
class ShareParserTest {
  private static final Instant NOW = Instant.parse("2100-05-31T12:00:00.5Z");

  private static ShareParser.ShareRequest draft(String quoted) {
    return new ShareParser(Duration.ofDays(30))
        .draft(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8), NOW);
  }

  private static void assertRefused(String quoted, String... words) {
    assertThatThrownBy(() -> draft(quoted))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .message()
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'paths': null, 'methods': null, 'expires': null}",
        "{'paths': [], 'methods': []}",
        "{'paths': '', 'methods': 0}"
      })
  void nothing_isToGetMessagesForADay(String body) {
    assertThat(draft(body))
        .isEqualTo(
            new ShareParser.ShareRequest(
                List.of("messages"), List.of("GET"), NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void default_isNoLongerThanAllowed() {
    ShareParser strict = new ShareParser(Duration.ofMinutes(5));

    assertThat(strict.draft(new byte[] {'{', '}'}, NOW).expires())
        .isEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void lists_areSortedAndHoldNothingTwice() {
    ShareParser.ShareRequest draft =
        draft(
            "{'paths': ['subscriptions', 'claims', 'claims'], 'methods': ['POST', 'GET', 'POST']}");

    assertThat(draft.paths()).containsExactly("claims", "subscriptions");
    assertThat(draft.methods()).containsExactly("GET", "POST");
  }

  @ParameterizedTest
  @CsvSource({
    "2100-05-31T19:00:17+02, 2100-05-31T17:00:17Z",
    "2100-05-31T19:00:17+0200, 2100-05-31T17:00:17Z",
    "2100-05-31T19:00:17-02:30, 2100-05-31T21:30:17Z",
    "2100-05-31T19:00:17Z, 2100-05-31T19:00:17Z",
    "2100-05-31T19:00:17, 2100-05-31T19:00:17Z",
    "2100-05-31 19:00:17, 2100-05-31T19:00:17Z",
    "2100-05-31T19:00:17.123456, 2100-05-31T19:00:17.123456Z",
    "2100-05-31T19:00, 2100-05-31T19:00:00Z",
    "2100-06-01, 2100-06-01T00:00:00Z",
    "2100-06-30T12:00:00, 2100-06-30T12:00:00Z"
  })
  void end_isADateOfIso8601(String expires, Instant end) {
    assertThat(draft("{'expires': '" + expires + "'}").expires()).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'3600'",
        "3600",
        "0",
        "''",
        "'soon'",
        "'21000601'",
        "'2100-02-30T00:00:00'",
        "'2100-06-01T25:00:00'",
        "'2100-06-01T00:00:00+2'",
        "'2100-06-01T00:00:00ZZ'",
        "[]",
        "{}",
        "['2100-06-01T00:00:00']",
        "true"
      })
  void end_thatIsNoDateIsRefused(String expires) {
    assertRefused("{'expires': " + expires + "}", "expires", "2030-01-01T00:00:00");
  }

  @Test
  void end_mustBeAheadAndNotTooFarOff() {
    assertRefused("{'expires': '2100-05-31T12:00:00'}", "future");
    assertRefused("{'expires': '2100-06-30T12:00:01'}", "2592000 seconds");
    assertRefused("{'expires': '9999-12-31T23:59:59'}", "2592000 seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "'messages'",
        "[]",
        "['paths']",
        "{'dummy': 1}",
        "{'project_id': 'p'}",
        "{'paths': 'messages'}",
        "{'paths': {'messages': 1}}",
        "{'paths': ['notallowed']}",
        "{'paths': ['messages', 1]}",
        "{'paths': ['/v2/queues/q/messages']}",
        "{'paths': ['messages/../../other']}",
        "{'paths': ['']}",
        "{'methods': 'GET'}",
        "{'methods': 1}",
        "{'methods': [1]}",
        "{'methods': [null]}",
        "{'methods': ['']}",
        "{'methods': ['GET,POST']}",
        "{'methods': ['GET\\\\nother']}"
      })
  void anythingElse_isRefused(String body) {
    assertRefused(body, ".");
  }
}
