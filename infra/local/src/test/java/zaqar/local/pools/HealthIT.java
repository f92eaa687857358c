// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zaqar.local.Checkout;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.template.ScheduleSource;
import zaqar.local.template.Template;

/** What health tells of pools that work, and of one whose table is gone. */
@Timeout(180)
class HealthIT {
  private static LocalRuntime runtime;
  private static Site site;
  private static Lookout lookout;

  @BeforeAll
  static void start() {
    runtime =
        LocalRuntime.start(
            Options.on(new Storage.InMemory())
                .withParameters(Map.of("AdminMode", "true", "HealthCheckSchedule", "rate(1 hour)"))
                .withPools(List.of("a", "b")));
    site = Site.of(runtime);
    site.register("a");
    site.register("b");
    lookout = Lookout.at(runtime);
  }

  @AfterAll
  static void stop() {
    lookout.close();
    runtime.close();
  }

  private static JsonNode health(String pool) {
    return site.call(200, "GET", "/health").path(pool);
  }

  private static boolean isHealthy(JsonNode health) {
    return health.path("storage_reachable").booleanValue()
        && health
            .path("operation_status")
            .valueStream()
            .allMatch(each -> each.path("succeeded").booleanValue());
  }

  private static long failures(JsonNode health) {
    return health
        .path("operation_status")
        .valueStream()
        .filter(each -> each.hasNonNull("ref"))
        .count();
  }

  /** The lines of one pool that are metrics. */
  private static List<JsonNode> metrics(List<JsonNode> log, String pool) {
    return log.stream()
        .filter(line -> line.has("_aws") && line.path("pool").asText().equals(pool))
        .toList();
  }

  @Test
  void check_leavesNothingBehind() {
    Map<String, List<String>> before = site.tables().everything();

    assertThat(isHealthy(health("a"))).isTrue();
    lookout.look();

    assertThat(site.tables().everything()).isEqualTo(before);
    assertThat(lookout.heard()).isEmpty();
  }

  @Test
  void schedule_isFiveMinutes() {
    Template template =
        Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of());

    assertThat(template.functions())
        .filteredOn(function -> function.name().equals("HealthCheckFunction"))
        .flatMap(function -> function.sources(ScheduleSource.class))
        .containsExactly(new ScheduleSource(Duration.ofMinutes(5)));
  }

  @Test
  void look_isAMetricOfEachPool() {
    List<JsonNode> log = lookout.look();

    for (String pool : Site.POOLS) {
      assertThat(metrics(log, pool))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.path("UnhealthyPools").intValue()).isZero();
                assertThat(line.path("milliseconds").isIntegralNumber()).isTrue();
                // Each is $0.30 a month for as long as the clock goes on.
                assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics")).hasSize(1);
                assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                    .isEqualTo("[[]]");
              });
    }
  }

  private static List<JsonNode> metricsOf(List<JsonNode> log, Queue queue) {
    return log.stream()
        .filter(line -> line.has("_aws") && line.path("Queue").asText().equals(queue.name()))
        .toList();
  }

  @Test
  void look_measuresTheQueuesThatAskForIt() {
    Queue measured = site.queueIn("a", "{'_metrics': true}");
    Queue other = site.queueIn("b", "{'_metrics': false}");
    measured.post("1", "2", "3");
    other.post("1");
    measured.pop(1);

    List<JsonNode> log = lookout.look();

    assertThat(metricsOf(log, other)).isEmpty();
    JsonNode line = metricsOf(log, measured).getFirst();
    assertThat(line.path("Depth").intValue()).isEqualTo(2);
    assertThat(line.path("OldestMessageAge").intValue()).isBetween(0, 30);
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions"))
        .hasToString("[[\"Project\",\"Queue\"]]");

    measured.delete();
    assertThat(metricsOf(lookout.look(), measured)).isEmpty();
  }

  /** Queues elsewhere do not notice; the pool's own come back with the table, though empty. */
  @Test
  void pool_whoseTableIsGoneIsUnhealthyUntilItIsBack() {
    Queue lost = site.queueIn("a", "{}");
    Queue other = site.queueIn("b", "{}");
    lost.post("lost");
    other.post("kept");
    Map<String, List<String>> control = site.tables().control();

    site.tables().drop("a");

    JsonNode health = health("a");
    assertThat(health.path("storage_reachable").booleanValue()).isFalse();
    assertThat(failures(health)).isEqualTo(7);
    assertThat(isHealthy(health("b")) && isHealthy(health("default"))).isTrue();
    site.call(503, "POST", lost.path() + "/messages", "{'messages': [{'body': 1}]}");
    site.call(503, "GET", lost.path() + "/messages");
    site.call(503, "POST", lost.path() + "/claims", "{}");
    site.call(503, "GET", lost.path() + "/stats");
    assertThat(other.bodies()).containsExactly("kept");

    List<JsonNode> log = lookout.look();
    assertThat(metrics(log, "a").getFirst().path("UnhealthyPools").intValue()).isOne();
    assertThat(metrics(log, "b").getFirst().path("UnhealthyPools").intValue()).isZero();
    JsonNode event = lookout.heard().getFirst().path("detail");
    assertThat(event.path("pool").asText()).isEqualTo("a");
    assertThat(event.path("version").intValue()).isOne();
    assertThat(event.path("healthy").booleanValue()).isFalse();
    assertThat(event.path("storage_reachable").booleanValue()).isFalse();
    assertThat(event.path("failed"))
        .hasSize(7)
        .allSatisfy(
            failed ->
                assertThat(log)
                    .filteredOn(line -> line.path("request_id").equals(failed.path("ref")))
                    .anyMatch(line -> line.toString().contains("ResourceNotFoundException")));
    lookout.look();
    assertThat(lookout.heard()).as("the same again").isEmpty();

    site.tables().make("a");

    assertThat(isHealthy(health("a"))).isTrue();
    lost.post("found");
    assertThat(lost.bodies()).containsExactly("found");
    lookout.look();
    assertThat(lookout.heard())
        .singleElement()
        .satisfies(
            heard -> {
              assertThat(heard.path("detail").path("healthy").booleanValue()).isTrue();
              assertThat(heard.path("detail").path("failed")).isEmpty();
            });
    assertThat(site.tables().control()).isEqualTo(control);
  }
}
