// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever comes in, while the store works: no answer is a fault, none tells of the inside, none is
 * slow or too large, and each request is one line of the log. {@code -Djqwik.tries.default=2500}
 * tries more.
 */
class FuzzIT {
  private static final Duration SLOW = Duration.ofSeconds(5);
  private static final int AT_A_TIME = 30;
  private static final int LARGEST_ANSWER = 6_000_000;
  private static final int LONGEST_LINE = 40_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instance INSTANCE =
      Instance.start(Map.of("AdminMode", "true", "RequireConfirmation", "false"));

  private static Duration slowest = Duration.ZERO;

  @Provide
  Arbitrary<List<APIGatewayProxyRequestEvent>> events() {
    return Onslaught.events().list().ofSize(AT_A_TIME);
  }

  @AfterContainer
  static void tell() {
    System.out.println("slowest answer: " + slowest.toMillis() + " ms");
  }

  @Property(seed = "20261123", edgeCases = EdgeCasesMode.NONE)
  void answer_isNeverAFault(@ForAll("events") List<APIGatewayProxyRequestEvent> events)
      throws IOException {
    for (APIGatewayProxyRequestEvent event : events) {
      assertServed(event);
    }
  }

  private static void assertServed(APIGatewayProxyRequestEvent event) throws IOException {
    INSTANCE.log().clear();
    long start = System.nanoTime();
    APIGatewayProxyResponseEvent answer = INSTANCE.answer(event);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Statistics.label("status").collect(answer.getStatusCode());
    slowest = time.compareTo(slowest) > 0 ? time : slowest;

    assertThat(answer.getStatusCode()).as("%s", INSTANCE.log()).isBetween(200, 499);
    assertThat(answer.getStatusCode()).isNotEqualTo(429);
    assertThat(time).isLessThan(SLOW);
    assertThat(answer.getBody().length()).isLessThan(LARGEST_ANSWER);
    assertThat(answer.getHeaders()).containsKey("X-Openstack-Request-Id");
    answer
        .getHeaders()
        .forEach((name, value) -> assertThat(name + value).matches("[\\x20-\\x7e]*"));
    if (answer.getStatusCode() >= 400 && !answer.getBody().isEmpty()) {
      assertRefusal(answer);
    }
    assertLog();
  }

  private static void assertRefusal(APIGatewayProxyResponseEvent answer) throws IOException {
    if (!"application/json".equals(answer.getHeaders().get("Content-Type"))) {
      assertThat(answer.getStatusCode()).isEqualTo(406);
      return;
    }
    JsonNode document = JSON.readTree(answer.getBody());
    assertThat(document.path("title").asText()).isNotEmpty();
    assertThat(document.path("description").asText())
        .hasSizeLessThanOrEqualTo(500)
        .doesNotContain("Exception", "java.", "software.amazon", "ControlTable", "MessageTable");
  }

  /** The functions' own lines of JSON hold nothing that could begin another, or a sequence. */
  private static void assertLog() throws IOException {
    for (String line : INSTANCE.log()) {
      assertThat(line).hasSizeLessThan(LONGEST_LINE).matches("[\\x20-\\x7e]*");
      assertThat(JSON.readTree(line).has("level")).isTrue();
    }
  }
}
