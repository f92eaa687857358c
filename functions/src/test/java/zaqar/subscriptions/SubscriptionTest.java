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
  private static final Subscription FRESH =
      Subscription.begin(
          new QueueKey(new ProjectId("p"), new QueueName("q")),
          new SubscriptionId(new Ulid(1, 2)),
          new SubscriptionParser.Draft("https://a/", Duration.ofSeconds(60), Json.object()),
          "secret",
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
    SubscriptionParser.Change change =
        new SubscriptionParser.Change(
            Optional.of("https://b/"), Optional.empty(), Optional.empty());

    assertThat(FRESH.confirmed(true).with(change, NOW).consent()).isEqualTo(Consent.ASKED);
    assertThat(FRESH.confirmed(false).with(change, NOW).consent()).isEqualTo(Consent.ASKED);
  }
}
