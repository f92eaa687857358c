// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zip where one environment takes many events at once, as Lambda's managed instances do. */
@EnabledOnOs(OS.LINUX)
class ConcurrencyIT {
  private static final int AT_ONCE = 16;
  private static final int MANY = 4 * AT_ONCE;

  private static Deployed deployed;
  private static Play plain;

  @BeforeAll
  static void start() {
    deployed = Deployed.concurrent(AT_ONCE);
    plain = new Play(deployed, Map.of());
    plain.answer(Sample.of("QueuesFunction/create-queue"));
  }

  @AfterAll
  static void stop() {
    deployed.close();
  }

  /** What becomes of a sample that is sent many times at once, each time with other names. */
  private static List<JsonNode> answers(String path, String name) {
    Sample sample = Sample.of(path);
    List<byte[]> events =
        IntStream.range(0, MANY)
            .mapToObj(i -> new Play(deployed, Map.of(name, name + "-" + i)).event(sample))
            .toList();
    return deployed.environment(sample.function()).invoke(events).stream()
        .map(Outcome.Answer.class::cast)
        .map(Play::response)
        .toList();
  }

  @Test
  void environment_asksForAsManyEventsAsItTakes() throws InterruptedException {
    for (ExecutionEnvironment environment : deployed.environments().values()) {
      environment.awaitAsking(AT_ONCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HomeFunction/show-home",
        "QueuesFunction/list-queues",
        "MessagesFunction/list-messages",
        "ClaimsFunction/create-claim",
        "SubscriptionsFunction/list-subscriptions",
        "PoolsFunction/list-pools",
        "FlavorsFunction/list-flavors",
        "HealthFunction/show-health",
        "HealthCheckFunction/check-pools",
        "StreamFunction/new-messages",
        "DeliveryFunction/announcement"
      })
  void function_answersAllOfThem(String path) {
    Sample sample = Sample.of(path);
    byte[] event = plain.event(sample);
    ExecutionEnvironment environment = deployed.environment(sample.function());

    List<Outcome> outcomes =
        environment.invoke(Stream.generate(() -> event).limit(AT_ONCE).toList());

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Answer.class);
    assertThat(environment.unexpected()).isEmpty();
    assertThat(environment.errors()).isEmpty();
    assertThat(environment.output())
        .allSatisfy(line -> assertThat(Excerpt.parse(line).isObject()).isTrue());
  }

  @Test
  void answer_isEachEventsOwn() {
    List<JsonNode> answers = answers("QueuesFunction/create-queue", "demo");

    List<String> ids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      JsonNode headers = answers.get(i).path("headers");
      assertThat(headers.path("Location").asText()).isEqualTo("/v2/queues/demo-" + i);
      ids.add(headers.path("X-Openstack-Request-Id").asText());
    }
    List<String> output = deployed.environment("QueuesFunction").output();
    assertThat(ids)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(output).filteredOn(line -> line.contains(id)).hasSize(1));
  }

  /** A post that took too long for the store's word to count is a 503. */
  @Test
  void messages_areNeitherLostNorDoubled() {
    List<String> posted = new ArrayList<>();
    for (JsonNode answer : answers("MessagesFunction/post-messages", "hello")) {
      assertThat(answer.path("status").intValue()).isIn(201, 503);
      answer.at("/body/resources").forEach(path -> posted.add(path.asText()));
    }
    List<String> claimed = new ArrayList<>();
    for (JsonNode answer : answers("ClaimsFunction/create-claim", "nothing")) {
      answer.at("/body/messages").forEach(message -> claimed.add(message.path("id").asText()));
    }

    JsonNode stats = plain.answer(Sample.of("QueuesFunction/show-stats"));
    assertThat(posted).isNotEmpty().doesNotHaveDuplicates();
    assertThat(claimed).isNotEmpty().doesNotHaveDuplicates();
    assertThat(stats.at("/body/messages/total").intValue()).isGreaterThanOrEqualTo(posted.size());
    assertThat(stats.at("/body/messages/claimed").intValue()).isEqualTo(claimed.size());
  }
}
