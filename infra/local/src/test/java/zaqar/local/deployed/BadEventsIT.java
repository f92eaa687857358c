// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.template.FunctionResource;

/** What no trigger sends. None of it ends a function. */
@EnabledOnOs(OS.LINUX)
class BadEventsIT {
  private static Deployed deployed;
  private static Play play;

  @BeforeAll
  static void start() {
    deployed = Deployed.of("HomeFunction", "StreamFunction", "DeliveryFunction");
    play = new Play(deployed, Map.of());
  }

  @AfterAll
  static void stop() {
    deployed.close();
  }

  @AfterEach
  void functions_goOn() {
    deployed
        .environments()
        .values()
        .forEach(
            environment ->
                assertThat(environment.output())
                    .allSatisfy(line -> assertThat(Excerpt.parse(line).isObject()).isTrue()));
    assertThat(play.answer(Sample.of("HomeFunction/ping")).path("status").intValue())
        .isEqualTo(204);
    assertThat(play.answer(Sample.of("StreamFunction/new-messages")).path("batchItemFailures"))
        .isEmpty();
    assertThat(play.answer(Sample.of("DeliveryFunction/announcement")).path("batchItemFailures"))
        .isEmpty();
  }

  private static Outcome outcome(String function, String event) {
    return deployed.environment(function).invoke(event.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"httpMethod\": ", "[]", "\"\"", "null", "", "{\"headers\": [[[["})
  void malformedRequest_isA503(String event) {
    Outcome outcome = outcome("HomeFunction", event);

    assertThat(outcome).isInstanceOf(Outcome.Answer.class);
    assertThat(((Outcome.Answer) outcome).json())
        .contains("\"statusCode\":503", "Service temporarily unavailable")
        .doesNotContain("Exception", "zaqar.");
  }

  /** The whole batch comes again. */
  @ParameterizedTest
  @ValueSource(strings = {"StreamFunction", "DeliveryFunction"})
  void malformedBatch_isAnError(String function) {
    for (String event : new String[] {"{\"httpMethod\": ", "[]", "\"\""}) {
      assertThat(outcome(function, event)).isInstanceOf(Outcome.Failure.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "StreamFunction/new-messages",
        "DeliveryFunction/notification",
        "HealthCheckFunction/check-pools"
      })
  void eventOfAnotherSource_isNoRequest(String sample) {
    Outcome outcome = outcome("HomeFunction", Sample.of(sample).text());

    assertThat(outcome).isInstanceOf(Outcome.Answer.class);
    String answer = ((Outcome.Answer) outcome).json();
    assertThat(answer).contains("\"statusCode\":400").doesNotContain("Exception", "zaqar.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"StreamFunction", "DeliveryFunction"})
  void request_isNoBatch(String function) {
    Outcome outcome = outcome(function, Sample.of("HomeFunction/ping").text());

    assertThat(outcome).isInstanceOf(Outcome.Failure.class);
  }

  /** Without what tells new messages, records are as good as filtered out. */
  @Test
  void queuesBatch_hasNothingToAnnounce() {
    Outcome outcome = outcome("StreamFunction", Sample.of("DeliveryFunction/notification").text());

    assertThat(outcome).isEqualTo(new Outcome.Answer("{\"batchItemFailures\":[]}"));
  }

  @Test
  void streamsBatch_isNotDelivered() {
    Outcome outcome = outcome("DeliveryFunction", Sample.of("StreamFunction/new-messages").text());

    assertThat(outcome).isInstanceOf(Outcome.Failure.class);
  }

  @Test
  void refusedSetting_isToldBeforeTheFirstEvent() {
    FunctionResource home = deployed.cloud().function("HomeFunction");
    Map<String, String> variables = new HashMap<>(deployed.cloud().variables(home));
    variables.put("DEFAULT_PAGE_SIZE", "many");

    try (ExecutionEnvironment environment =
        ExecutionEnvironment.start(
            home, deployed.root(), variables, ExecutionEnvironment.onDemand(home))) {
      assertThatThrownBy(environment::init)
          .hasMessageContaining("init/error")
          .hasMessageContaining("DEFAULT_PAGE_SIZE");
    }
  }
}
