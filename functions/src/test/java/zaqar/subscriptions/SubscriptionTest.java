// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;

class SubscriptionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofDays(30);
  private static final SubscriptionParser.Change MOVE =
      new SubscriptionParser.Change(
          Optional.of("https://b/"), Optional.empty(), Optional.empty(), false);
  private static final SubscriptionParser.Change ROTATION =
      new SubscriptionParser.Change(Optional.empty(), Optional.empty(), Optional.empty(), true);
  private static final SubscriptionParser.Change BACK =
      new SubscriptionParser.Change(
          Optional.of("https://a/"), Optional.empty(), Optional.empty(), false);
  private static final Subscription FRESH =
      Subscription.begin(
          new QueueKey(new ProjectId("p"), new QueueName("q")),
          new SubscriptionId(new Ulid(1, 2)),
          new SubscriptionParser.NewSubscription(
              "https://a/", Duration.ofSeconds(60), Json.object()),
          "secret",
          PATIENCE,
          NOW);

  private static Subscription that(String said) {
    return switch (said) {
      case "yes" -> FRESH.confirmed(true);
      case "no" -> FRESH.confirmed(false);
      default -> FRESH;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, true, false",
    "nothing, false, true",
    "yes, true, true",
    "yes, false, true",
    "no, true, false",
    "no, false, false"
  })
  void subscriber_isToldIfItSaidSoOrNeedNot(String said, boolean confirmationNeeded, boolean told) {
    assertThat(that(said).isTold(NOW, confirmationNeeded)).isEqualTo(told);
    assertThat(that(said).isTold(NOW.plusSeconds(60), confirmationNeeded)).as("over").isFalse();
  }

  @Test
  void newSubscriber_hasSaidNothing() {
    assertThat(FRESH.confirmed(true).with(MOVE, "new", PATIENCE, NOW).consent())
        .isEqualTo(Consent.ASKED);
    assertThat(FRESH.confirmed(false).with(MOVE, "new", PATIENCE, NOW).consent())
        .isEqualTo(Consent.ASKED);
  }

  @Test
  void newSubscriber_isAskedWithAnEndThatNoEarlierAskingHad() {
    Subscription moved = FRESH;
    for (int i = 0; i < 5; i++) {
      Subscription again = moved.with(MOVE, "new", PATIENCE, NOW).with(BACK, "new", PATIENCE, NOW);
      assertThat(again.answerBy()).isAfter(moved.answerBy());
      moved = again;
    }
    assertThat(FRESH.answerBy()).isEqualTo(NOW.plus(PATIENCE));
  }

  @Test
  void asking_isAnotherOnceItIsOver() {
    assertThat(FRESH.asked(PATIENCE, FRESH.answerBy().minusSeconds(1))).isEqualTo(FRESH);
    assertThat(FRESH.asked(PATIENCE, FRESH.answerBy()).answerBy())
        .isEqualTo(FRESH.answerBy().plus(PATIENCE));
  }

  @Test
  void secret_signsForADayAfterItsRotation() {
    Subscription rotated = FRESH.with(ROTATION, "new", PATIENCE, NOW);

    assertThat(FRESH.secrets().at(NOW)).containsExactly("secret");
    assertThat(rotated.secrets().at(NOW)).containsExactly("new", "secret");
    assertThat(rotated.secrets().at(NOW.plus(Duration.ofDays(1)))).containsExactly("new");
    assertThat(rotated.with(ROTATION, "newer", PATIENCE, NOW).secrets().at(NOW))
        .containsExactly("newer", "new");
  }
}
