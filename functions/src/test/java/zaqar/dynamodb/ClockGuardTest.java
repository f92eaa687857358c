// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

class ClockGuardTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  private final Ticks store = new Ticks();
  private final Ticks clock = new Ticks();
  private final ClockGuard guard = new ClockGuard(clock, TOLERANCE);

  private void pass(Duration time) {
    store.pass(time);
    clock.pass(time);
  }

  private void set(Duration offset) {
    clock.set(store.instant().plus(offset));
  }

  /** A call whose way there and back takes ten milliseconds each. */
  private void call() {
    ExecutionAttributes attributes = new ExecutionAttributes();
    guard.beforeTransmission(context("unused"), attributes);
    pass(Duration.ofMillis(10));
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(store.instant().atOffset(ZoneOffset.UTC));
    pass(Duration.ofMillis(10));
    guard.beforeUnmarshalling(context(date), attributes);
  }

  private static Context.BeforeUnmarshalling context(String date) {
    return InterceptorContext.builder()
        .request(GetItemRequest.builder().build())
        .httpResponse(SdkHttpResponse.builder().statusCode(200).putHeader("Date", date).build())
        .build();
  }

  private void callOften() {
    for (int i = 0; i < 40; i++) {
      call();
      pass(Duration.ofMillis(117));
    }
  }

  @Test
  void offset_isToldAsFarAsItIsSure() {
    assertThat(guard.offBy()).isEmpty();
    call();
    assertThat(guard.offBy()).contains(Duration.ZERO);

    for (Duration offset : List.of(Duration.ofSeconds(3), Duration.ofSeconds(-3))) {
      pass(Duration.ofMinutes(5));
      set(offset);
      callOften();

      assertThat(guard.offBy().orElseThrow())
          .isBetween(Duration.ofMillis(2800), Duration.ofSeconds(3));
    }
  }

  private TimeBounds now() {
    TimeBounds now = guard.at(clock.instant());
    assertThat(store.instant()).isBetween(now.earliest(), now.latest());
    return now;
  }

  private Duration doubt() {
    return Duration.between(now().earliest(), now().latest());
  }

  private void assertNothingKnown() {
    assertThat(guard.knows()).isFalse();
    assertThatThrownBy(() -> guard.at(clock.instant())).isInstanceOf(IllegalStateException.class);
    call();
    assertThat(guard.knows()).isTrue();
  }

  @Test
  void moment_isUnknownBeforeTheFirstAnswer() {
    assertNothingKnown();
  }

  @Test
  void moment_beforeTheFirstAnswerIsKnownByIt() {
    set(Duration.ofHours(1));
    Instant asked = clock.instant();
    Instant time = store.instant();
    call();

    assertThat(time).isBetween(guard.at(asked).earliest(), guard.at(asked).latest());
  }

  @Test
  void moment_afterOneAnswerIsASecondWide() {
    set(Duration.ofMillis(1300));
    pass(Duration.ofMillis(700));
    call();

    assertThat(doubt()).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1021));
  }

  @Test
  void moment_afterManyAnswersIsAboutARoundTripWide() {
    set(Duration.ofMillis(-400));
    callOften();

    assertThat(doubt()).isLessThan(Duration.ofMillis(60));
  }

  @Test
  void moment_staysSharpWhenOldAnswersAreForgotten() {
    set(Duration.ofMillis(400));
    for (int minute = 0; minute < 8; minute++) {
      callOften();
      assertThat(doubt()).isLessThan(Duration.ofMillis(60));
      pass(Duration.ofSeconds(25));
    }
  }

  @Test
  void moment_afterAPauseTakesNothingFromBefore() {
    callOften();
    pass(Duration.ofMinutes(10));
    set(Duration.ofMillis(300));

    assertNothingKnown();
    assertThat(doubt()).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void moment_afterARestoreTakesNothingFromBeforeTheSnapshot() {
    callOften();

    guard.forget();
    set(Duration.ofMillis(300));

    assertNothingKnown();
    assertThat(doubt()).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void moment_ofASoleProcessIsWhatItsClockSays() {
    ClockGuard alone = new ClockGuard(clock, Duration.ZERO);

    assertThat(alone.knows()).isTrue();
    assertThat(alone.at(START)).isEqualTo(new TimeBounds(START, START));
    alone.require();
  }

  @Test
  void clock_thatIsOffIsRefusedUntilItIsRightAgain() {
    callOften();
    guard.require();

    set(Duration.ofMillis(1600));
    call();
    assertThatThrownBy(guard::require).isInstanceOf(ClockOff.class).hasMessageContaining("0.5");

    set(Duration.ZERO);
    call();
    guard.require();
  }

  @Test
  void clock_withinTheToleranceIsNeverRefused() {
    set(TOLERANCE.negated());
    for (int i = 0; i < 200; i++) {
      call();
      guard.require();
      pass(Duration.ofMillis(337));
    }
  }
}
