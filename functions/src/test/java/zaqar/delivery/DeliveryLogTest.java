// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import zaqar.http.Json;
import zaqar.messages.StoredBody;
import zaqar.metrics.Metrics;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.RequestId;
import zaqar.names.SubscriptionId;
import zaqar.receivers.DeliveryOutcome;

class DeliveryLogTest {
  private static final Instant POSTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(POSTED.plusSeconds(90), ZoneOffset.UTC);
  private static final DeliveryAttempt ATTEMPT =
      DeliveryAttempt.first(
              new QueueKey(new ProjectId("p"), new QueueName("q")),
              new SubscriptionId(new Ulid(1, 2)),
              new AnnouncedMessage(
                  new MessageId(new Ulid(3, 4), (byte) 0),
                  Optional.of(new RequestId(new UUID(5, 6))),
                  0,
                  POSTED,
                  Duration.ofSeconds(300),
                  Duration.ZERO,
                  false,
                  Optional.of(StoredBody.of("\"private\""))),
              false)
          .again(POSTED, "timed out");

  private final List<String> lines = new ArrayList<>();
  private final DeliveryLog log = new DeliveryLog(new Metrics("zaqar", CLOCK, lines::add), CLOCK);

  /** The one line that was written, which tells of the attempt and of nothing private. */
  private JsonNode line() {
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).doesNotContain("private");
    JsonNode line = Json.parse(lines.getFirst());
    assertThat(line.path("subscription_id").asText()).isEqualTo(ATTEMPT.subscription().toString());
    assertThat(line.path("attempt").asInt()).isEqualTo(2);
    assertThat(line.path("request_id").asText())
        .isEqualTo("req-00000000-0000-0005-0000-000000000006");
    return line;
  }

  @Test
  void delivery_isCountedWithItsAge() {
    log.delivered(ATTEMPT);

    assertThat(line().path("Delivered").asInt()).isEqualTo(1);
    assertThat(line().path("DeliveryAge").asInt()).isEqualTo(90);
  }

  @Test
  void retry_isCountedWithTheAgeOfWhatIsPending() {
    log.retried(ATTEMPT, new DeliveryOutcome.Failed("answered 500", Optional.empty()));

    assertThat(line().path("DeliveryRetried").asInt()).isEqualTo(1);
    assertThat(line().path("PendingAge").asInt()).isEqualTo(90);
    assertThat(line().path("reason").asText()).isEqualTo("answered 500");
  }

  @Test
  void postponement_tellsTheAgeOfWhatIsPending() {
    log.postponed(ATTEMPT);

    assertThat(line().path("PendingAge").asInt()).isEqualTo(90);
  }

  @Test
  void end_isCountedAsAFailure() {
    log.givenUp(ATTEMPT, "answered 404");

    assertThat(line().path("DeliveryFailed").asInt()).isEqualTo(1);
  }

  @Test
  void subscriptionThatIsDisabled_isCounted() {
    log.disabled(ATTEMPT);

    assertThat(line().path("SubscriptionDisabled").asInt()).isEqualTo(1);
  }
}
