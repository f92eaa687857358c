// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.ClockOff;
import zaqar.http.Json;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.metrics.Metrics;

class ClockRefusalsTest {
  private final List<String> log = new ArrayList<>();
  private final ClockRefusals filter =
      new ClockRefusals(
          new Metrics("zaqar", Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC), log::add));

  @Test
  void refusal_isCountedAndStillEndsTheRequest() {
    ClockOff refusal =
        new ClockOff(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(3));

    assertThatThrownBy(
            () ->
                filter.filter(
                    Requests.of("POST", "/v2/queues/{queue_name}/messages"),
                    request -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);

    assertThat(log).hasSize(1);
    JsonNode line = Json.parse(log.getFirst());
    assertThat(line.get("ClockRefusals").asInt()).isEqualTo(1);
    assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(1234);
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("zaqar");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics/0/Name").asText())
        .isEqualTo("ClockRefusals");
    assertThat(line.get("reason").asText()).contains("between PT2S and PT3S");
  }

  @Test
  void request_thatIsAnsweredLeavesNoLine() {
    assertThat(filter.filter(Requests.of("GET", "/"), request -> Response.noContent()).status())
        .isEqualTo(204);
    assertThat(log).isEmpty();
  }
}
