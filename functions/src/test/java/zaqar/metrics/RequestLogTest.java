// SPDX-License-Identifier: Apache-2.0
package zaqar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.deadline.SteadyTime;
import zaqar.dynamodb.Parallel;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.http.TimeLimit;
import zaqar.meter.Meter;

class RequestLogTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final List<String> lines = new ArrayList<>();
  private final Filter log =
      new RequestLog(
          new Metrics("zaqar", CLOCK, lines::add), CLOCK, () -> Optional.of(Duration.ofMillis(40)));

  private static final Request POST =
      Requests.of(
          "POST",
          "/v2/queues/{queue_name}/messages",
          Map.of("x-project-id", "sent", "x-auth-token", "secret token"),
          "secret body");

  private JsonNode line(Handler handler) {
    log.around(handler).handle(POST);
    assertThat(lines).hasSize(1);
    return Json.parse(lines.getFirst());
  }

  private static List<String> metrics(JsonNode line) {
    return line.at("/_aws/CloudWatchMetrics/0/Metrics")
        .valueStream()
        .map(metric -> metric.path("Name").asText())
        .toList();
  }

  @Test
  void request_isALineWithItsId() {
    Response response = log.around(request -> Response.noContent()).handle(POST);

    assertThat(response.headers()).containsEntry("X-Openstack-Request-Id", "req-1");
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"INFO\",\"request_id\":\"req-1\","
                + "\"operation\":\"POST /v2/queues/{queue_name}/messages\",\"status\":204,"
                + "\"milliseconds\":0,\"write_units\":0.0,\"read_units\":0.0,\"round_trips\":0,"
                + "\"Requests\":1,\"Faults\":0,\"Latency\":0,\"ClockOffset\":40,"
                + "\"_aws\":{\"Timestamp\":0,\"CloudWatchMetrics\":[{\"Namespace\":\"zaqar\","
                + "\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"Requests\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"Faults\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"Latency\",\"Unit\":\"Milliseconds\"},"
                + "{\"Name\":\"ClockOffset\",\"Unit\":\"Milliseconds\"}]}]}}");
  }

  @Test
  void request_tellsWhatItCostAndDidOnWhateverThread() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Parallel parallel = new Parallel(threads);
      Filter limit =
          new TimeLimit(
              request -> Duration.ofMinutes(1), parallel.executor(), CLOCK, SteadyTime.SYSTEM);

      JsonNode line =
          line(
              limit.around(
                  request -> {
                    Meter.current().callBegins();
                    parallel
                        .start(
                            () -> {
                              Meter.current().callBegins();
                              Meter.current().callEnds(0.5, 0);
                              return Meter.current();
                            })
                        .get();
                    Meter.current().callEnds(1, 2);
                    Meter.current().of("demo");
                    Meter.current().stored(3);
                    Meter.current().answered(4);
                    Meter.current().lostRace();
                    Meter.current().met(5);
                    Meter.current().met(4);
                    return Response.noContent();
                  }));

      assertThat(line.path("project").asText()).isEqualTo("demo");
      assertThat(line.path("read_units").asDouble()).isEqualTo(1.5);
      assertThat(line.path("write_units").asDouble()).isEqualTo(2);
      assertThat(line.path("round_trips").asInt()).isEqualTo(1);
      assertThat(line.path("ReadUnits").asDouble()).isEqualTo(1.5);
      assertThat(line.path("WriteUnits").asDouble()).isEqualTo(2);
      assertThat(line.path("MessagesIn").asInt()).isEqualTo(3);
      assertThat(line.path("MessagesOut").asInt()).isEqualTo(4);
      assertThat(line.path("LostRaces").asInt()).isEqualTo(1);
      assertThat(line.path("OldestMessageAge").asInt()).isEqualTo(5);
      assertThat(metrics(line))
          .contains("WriteUnits", "ReadUnits", "MessagesIn", "LostRaces", "OldestMessageAge");
    }
  }

  @Test
  void fault_isCounted() {
    JsonNode line = line(request -> Response.empty(503));

    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("Faults").asInt()).isEqualTo(1);
  }

  /** A limit that the operator has set is no reason to take a release back. */
  @Test
  void limit_isNoFault() {
    Problem limit = Problem.limitReached("A project may have 2 queues.", Duration.ofSeconds(9));

    JsonNode line =
        line(
            new Errors(report -> {})
                .around(
                    request -> {
                      throw limit;
                    }));

    assertThat(line.path("status").asInt()).isEqualTo(503);
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("Faults").asInt()).isZero();
    assertThat(line.path("LimitsReached").asInt()).isEqualTo(1);
    assertThat(metrics(line)).contains("LimitsReached");
  }

  @Test
  void failure_thatEndsNothingIsAWarning() {
    JsonNode line =
        line(
            request -> {
              Meter.current().warn("a hint could not be set", new IllegalStateException("away"));
              return Response.noContent();
            });

    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("warnings").path(0).asText())
        .startsWith("a hint could not be set")
        .endsWith("away");
  }

  @Test
  void line_tellsNoBodyNoTokenAndNoProjectThatNobodyHasChecked() {
    line(request -> Response.noContent());

    assertThat(lines.getFirst()).doesNotContain("secret", "sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n{\"level\":\"INFO\"}",
        "a\r\nb",
        "\"}, {\"",
        "\\",
        "\u0000\u001b[2J",
        "\u007f\u009b31m\u2028\u202e",
        "\u00e9\ud83d\ude00"
      })
  void text_ofAClientStaysInItsPlace(String project) {
    JsonNode line =
        line(
            request -> {
              Meter.current().of(project);
              return Response.noContent();
            });

    assertThat(lines).singleElement().asString().matches("[\\x20-\\x7e]*");
    assertThat(line.path("project").asText()).isEqualTo(project);
  }

  @Test
  void text_ofAClientIsCut() {
    String endless = "x".repeat(100_000);
    log.around(
            request -> {
              Meter.current().of(endless);
              return Response.noContent();
            })
        .handle(Requests.routed(endless, endless, Map.of("queue_name", endless), Map.of()));

    assertThat(lines.getFirst()).hasSizeLessThan(2_000);
  }
}
