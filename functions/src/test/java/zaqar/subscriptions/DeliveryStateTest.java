// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zaqar.subscriptions.DeliveryState.Failure;
import zaqar.subscriptions.DeliveryState.Failures;

class DeliveryStateTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00.123Z");

  private static Failure failure(Instant at) {
    return new Failure(at, "answered 503", 2, Optional.of(at.plusSeconds(30)));
  }

  private static Failures failures(Instant at, long count) {
    return new Failures(failure(at), count, 1, Optional.of(at.minusSeconds(60)));
  }

  @Test
  void state_isReadAsItWasWritten() {
    DeliveryState state =
        DeliveryState.NONE
            .after(NOW)
            .after(failures(NOW.plusSeconds(1), 3))
            .asked(NOW.plusSeconds(2))
            .tested(NOW.plusSeconds(2), "timed out");

    assertThat(DeliveryState.read(state.write())).isEqualTo(state);
    assertThat(DeliveryState.read(DeliveryState.NONE.write())).isEqualTo(DeliveryState.NONE);
  }

  @Test
  void failures_addUpUntilASuccessFollows() {
    DeliveryState failing =
        DeliveryState.NONE.after(failures(NOW, 3)).after(failures(NOW.plusSeconds(20), 4));

    assertThat(failing.failingSince()).contains(NOW);
    assertThat(failing.failures()).isEqualTo(1 + 4);
    assertThat(failing.givenUp()).isEqualTo(1);
    DeliveryState healed = failing.after(NOW.plusSeconds(30));
    assertThat(healed.isFailing()).isFalse();
    assertThat(healed.failures()).isZero();
    assertThat(healed.lastError()).contains(failure(NOW.plusSeconds(20)));
  }

  @Test
  void outcome_thatALaterOneFollowedChangesNothing() {
    DeliveryState healed = DeliveryState.NONE.after(NOW);
    assertThat(healed.after(failures(NOW.minusSeconds(1), 1))).isEqualTo(healed);

    DeliveryState failing = DeliveryState.NONE.after(failures(NOW, 1));
    assertThat(failing.after(NOW.minusSeconds(1))).isEqualTo(failing);
  }

  @Test
  void success_isNewsAfterAFailureOrAQuarterOfAnHour() {
    assertThat(DeliveryState.NONE.isNews(NOW)).isTrue();
    DeliveryState healed = DeliveryState.NONE.after(NOW);
    assertThat(healed.isNews(NOW.plus(Duration.ofMinutes(14)))).isFalse();
    assertThat(healed.isNews(NOW.plus(Duration.ofMinutes(15)))).isTrue();
    assertThat(healed.after(failures(NOW.plusSeconds(1), 1)).isNews(NOW.plusSeconds(2))).isTrue();
  }

  @Test
  void failure_isNewsAfterASuccessOrTenSeconds() {
    DeliveryState failing = DeliveryState.NONE.after(NOW).after(failures(NOW.plusSeconds(1), 1));

    assertThat(DeliveryState.NONE.isNews(failure(NOW))).isTrue();
    assertThat(failing.isNews(failure(NOW.plusSeconds(10)))).isFalse();
    assertThat(failing.isNews(failure(NOW.plusSeconds(11)))).isTrue();
  }

  @Test
  void test_thatAnotherFollowedHasNoResult() {
    DeliveryState asked = DeliveryState.NONE.asked(NOW).asked(NOW.plusSeconds(10));

    assertThat(asked.tested(NOW, DeliveryState.DELIVERED)).isEqualTo(asked);
  }
}
