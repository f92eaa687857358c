// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.messages.Message;
import zaqar.messages.SampleMessages;

/** Contract 6.1. */
class ClaimTermsTest {
  private static final Instant NOW = SampleMessages.POSTED;
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private static ClaimTerms terms(long ttl, long grace) {
    return new ClaimTerms(Duration.ofSeconds(ttl), Duration.ofSeconds(grace));
  }

  private static Message message(long ttl) {
    return SampleMessages.free(Duration.ofSeconds(ttl), "1");
  }

  private static Message apart(long ttl, Instant bodyExpiry) {
    return SampleMessages.apart(Duration.ofSeconds(ttl), NOW.plusSeconds(ttl), bodyExpiry);
  }

  @ParameterizedTest(name = "message {0}, claim {1}/{2}: shown {3}, ends after {4}")
  @CsvSource({
    "60, 300, 100, 400, 400",
    "299, 300, 60, 360, 360",
    "300, 300, 60, 300, 300",
    "301, 300, 60, 301, 301",
    "359, 300, 60, 359, 359",
    "3600, 300, 60, 3600, 3600",
    "60, 43200, 43200, 86400, 86400",
    "1209600, 60, 60, 1209600, 1209600"
  })
  void message_thatWouldEndBeforeTheClaimGetsItsTimeAndGrace(
      long ttl, long claimTtl, long grace, long shown, long end) {
    ClaimTerms terms = terms(claimTtl, grace);

    assertThat(terms.shownTtl(message(ttl), NOW)).isEqualTo(Duration.ofSeconds(shown));
    assertThat(terms.expiry(message(ttl), NOW)).isEqualTo(NOW.plusSeconds(end));
    assertThat(terms.extend(message(ttl), NOW)).isEqualTo(shown != ttl);
  }

  @Test
  void message_isMeasuredByWhatIsLeftOfIt() {
    Instant late = NOW.plusSeconds(3400);

    assertThat(terms(300, 60).shownTtl(message(3600), late)).isEqualTo(Duration.ofSeconds(360));
    assertThat(terms(300, 60).expiry(message(3600), late)).isEqualTo(late.plusSeconds(360));
  }

  @Test
  void message_thatIsAboutToEndGetsNothing() {
    Instant late = NOW.plusSeconds(3590);
    Instant tooLate = late.plusMillis(1);

    assertThat(terms(300, 60).extend(message(3600), late.minusMillis(1))).isTrue();
    assertThat(terms(300, 60).extend(message(3600), tooLate)).isFalse();
    assertThat(terms(300, 60).expiry(message(3600), tooLate)).isEqualTo(NOW.plusSeconds(3600));
    assertThat(terms(300, 60).shownTtl(message(3600), tooLate)).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest(name = "{0} s of life, {1} ms before its end: {2}")
  @CsvSource({"60, 10000, false", "60, 10001, true", "6, 1000, false", "6, 1001, true"})
  void message_ofAShortLifeGetsSomethingUntilTheLastSixthOfIt(
      long ttl, long left, boolean extended) {
    Instant now = NOW.plusSeconds(ttl).minusMillis(left);

    assertThat(terms(300, 60).extend(message(ttl), now)).isEqualTo(extended);
  }

  @Test
  void expiry_isAWholeSecondAndNeverTooEarly() {
    Instant now = NOW.plusMillis(1);

    assertThat(terms(300, 60).expiry(message(60), now)).isEqualTo(NOW.plusSeconds(361));
  }

  @Test
  void claim_endsAfterItsTtl() {
    assertThat(terms(300, 60).end(NOW)).isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void body_thatIsNotApartHasNoExpiry() {
    assertThat(terms(300, 60).bodyExpiry(message(60), NOW)).isNull();
  }

  @Test
  void body_staysAsItIsWhileItOutlivesItsMessageByADay() {
    Instant bodyExpiry = NOW.plusSeconds(60).plus(TWO_DAYS);

    assertThat(terms(300, 60).bodyExpiry(apart(60, bodyExpiry), NOW)).isEqualTo(bodyExpiry);
    assertThat(terms(43200, 43200).bodyExpiry(apart(60, bodyExpiry), NOW))
        .as("the longest claim of a fresh message")
        .isEqualTo(bodyExpiry);
  }

  @Test
  void body_isGivenTwoDaysMoreWhenItsMessageComesClose() {
    Instant dayAfterTheMessage = NOW.plusSeconds(360).plus(Duration.ofDays(1));

    assertThat(terms(300, 60).bodyExpiry(apart(60, dayAfterTheMessage), NOW))
        .isEqualTo(dayAfterTheMessage);
    assertThat(terms(300, 60).bodyExpiry(apart(60, dayAfterTheMessage.minusSeconds(1)), NOW))
        .isEqualTo(NOW.plusSeconds(360).plus(TWO_DAYS));
  }

  @Test
  void body_outlivesItsMessageByADayHoweverOftenItIsExtended() {
    ClaimTerms longest = terms(43200, 43200);
    Message message = apart(60, NOW.plusSeconds(60).plus(TWO_DAYS));
    Instant now = NOW;
    for (int i = 0; i < 20; i++) {
      Instant expiry = longest.expiry(message, now);
      Instant bodyExpiry = longest.bodyExpiry(message, now);
      assertThat(bodyExpiry).isAfterOrEqualTo(expiry.plus(Duration.ofDays(1)));
      message = SampleMessages.apart(longest.shownTtl(message, now), expiry, bodyExpiry);
      now = expiry.minusSeconds(11);
    }
  }
}
