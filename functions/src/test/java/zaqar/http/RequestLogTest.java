package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogTest {
  private final List<String> lines = new ArrayList<>();
  private final Filter log =
      new RequestLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), true, lines::add);

  private Response answer(Request request) {
    return log.around(passed -> Response.noContent()).handle(request);
  }

  private static Request of(String project) {
    return Requests.of("GET", "/v2/queues", Map.of("x-project-id", project), "secret body");
  }

  @Test
  void request_isALineWithItsId() {
    Response response = answer(of("demo"));

    assertThat(response.headers()).containsEntry("X-Openstack-Request-Id", "req-1");
    JsonNode line = Json.parse(lines.getFirst());
    assertThat(line.path("request_id").asText()).isEqualTo("req-1");
    assertThat(line.path("project").asText()).isEqualTo("demo");
    assertThat(line.path("status").intValue()).isEqualTo(204);
    assertThat(lines.getFirst()).doesNotContain("secret");
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
    answer(of(project));

    assertThat(lines).singleElement().asString().matches("[\\x20-\\x7e]*");
    assertThat(Json.parse(lines.getFirst()).path("project").asText()).isEqualTo(project);
  }

  @Test
  void text_ofAClientIsCut() {
    String endless = "x".repeat(100_000);
    answer(Requests.of(endless, endless, Map.of("x-project-id", endless), ""));

    assertThat(lines.getFirst()).hasSizeLessThan(1_500);
  }
}
