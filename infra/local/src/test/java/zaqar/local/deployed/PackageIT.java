// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What is deployed, run as Lambda runs it: every sample event goes through the zip, and comes to
 * what it should. The runtime interface client is there for Linux alone.
 */
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageIT {
  private static final String HANDLED = "{'batchItemFailures': []}";
  private static final String ANYTHING = "{}";

  // What the samples call things that get their names here.
  private static final String HOOK = "https://example.com/hook";
  private static final String SUBSCRIPTION = "01m6dqqf4va5956n2nasbngpat";
  private static final String EXPIRES = "2026-11-02T10:00:00";
  private static final String SIGNATURE = "0".repeat(64);
  private static final String CLAIM = "01m6dqsaq37mz3yg21891m8ha6";
  private static final String FIRST = "01m6dqs9qv041061050r3gg28a00";
  private static final String SECOND = "01m6dqs9qw2mb1e60s38dhr78y00";
  private static final String THIRD = "01m6dqs9qx54n2pb1d5rqk0c9j00";

  private static Deployed deployed;
  private static Hook hook;
  private static Play play;

  @BeforeAll
  static void start() {
    deployed = Deployed.all();
    hook = new Hook();
    play = new Play(deployed, Map.of(HOOK, hook.url()));
    warmUp();
  }

  /** How slow something is for the first time is not what these tests are about. */
  private static void warmUp() {
    Play other = new Play(deployed, Map.of(HOOK, hook.url() + "/warm", "demo", "warm"));
    other.answer(Sample.of("QueuesFunction/create-queue"));
    other.answer(Sample.of("MessagesFunction/post-messages"));
    other.answer(Sample.of("ClaimsFunction/create-claim"));
    other.step(
        Step.of("SubscriptionsFunction/create-subscription", 201, ANYTHING)
            .naming(Map.of(SUBSCRIPTION, "/body/subscription_id"))
            .then(() -> learnAsking(other, due())));
    other.step(Step.of("DeliveryFunction/confirmation", HANDLED).then(hook::next));
  }

  @AfterAll
  static void stop() {
    deployed.close();
    hook.close();
  }

  private static Stream<Step> steps() {
    return Stream.of(
            home(), queues(), subscriptions(), messages(), deliveries(), claims(), pools(), ends())
        .flatMap(List::stream);
  }

  private static List<Step> home() {
    return List.of(
        Step.of("HomeFunction/list-versions", 300, "{'versions': [{'id': '2'}]}"),
        Step.of("HomeFunction/show-home", 200, ANYTHING),
        Step.of("HomeFunction/ping", 204),
        Step.of("HomeFunction/ping-head", 204),
        Step.of("HomeFunction/unknown-path", 404, "{'title': '404 Not Found'}"));
  }

  private static List<Step> queues() {
    return List.of(
        Step.of("QueuesFunction/create-queue", 201),
        Step.of("QueuesFunction/list-queues", 200, "{'queues': [{'name': 'demo'}]}"),
        Step.of("QueuesFunction/show-queue", 200, "{'description': 'For the backups'}"),
        Step.of("QueuesFunction/update-queue", 200, "{'description': 'Für die Sicherungen'}"),
        Step.of("QueuesFunction/share-queue", 200, "{'methods': ['GET', 'POST']}"));
  }

  private static List<Step> subscriptions() {
    String shown = "{'id': '" + SUBSCRIPTION + "', 'subscriber': '" + HOOK + "'}";
    String asked = "{'Message_Type': 'SubscriptionConfirmation', 'queue_name': 'demo'}";
    return List.of(
        Step.of("SubscriptionsFunction/create-subscription", 201, ANYTHING)
            .naming(Map.of(SUBSCRIPTION, "/body/subscription_id"))
            .then(
                () -> {
                  JsonNode due = due();
                  assertLike("DeliveryFunction/confirmation", due);
                  learnAsking(play, due);
                }),
        Step.of(
            "SubscriptionsFunction/list-subscriptions", 200, "{'subscriptions': [" + shown + "]}"),
        Step.of("SubscriptionsFunction/show-subscription", 200, shown),
        Step.of("SubscriptionsFunction/update-subscription", 204),
        Step.of("SubscriptionsFunction/show-confirmation-page", 200, ANYTHING),
        Step.of("DeliveryFunction/confirmation", HANDLED).then(() -> assertTold(asked)),
        Step.of("DeliveryFunction/slow-confirmation", HANDLED)
            .then(
                () -> {
                  JsonNode question = Excerpt.parse(hook.next());
                  Excerpt.assertIn(question, asked);
                  play.name(SIGNATURE, question.path("URL-Signature").asText());
                }),
        Step.of("SubscriptionsFunction/confirm-subscription", 204),
        Step.of("SubscriptionsFunction/test-subscription", 202, ANYTHING)
            .then(() -> assertLike("DeliveryFunction/test", due())),
        Step.of("DeliveryFunction/test", HANDLED)
            .then(() -> assertTold("{'Message_Type': 'Test', 'queue_name': 'demo'}")));
  }

  private static List<Step> messages() {
    String first = "{'id': '" + FIRST + "', 'body': {'event': 'BackupStarted'}}";
    return List.of(
        Step.of("MessagesFunction/post-messages", 201, ANYTHING)
            .naming(
                Map.of(
                    FIRST, "/body/resources/0",
                    SECOND, "/body/resources/1",
                    THIRD, "/body/resources/2")),
        Step.of(
            "MessagesFunction/list-messages",
            200,
            "{'messages': [" + first + ", {'body': 'hello'}, {'body': ['grüße', 1]}]}"),
        Step.of("MessagesFunction/show-message", 200, first));
  }

  /** From the stream to the bus, from there to the queue, and then to the subscriber. */
  private static List<Step> deliveries() {
    String message = "{'Message_Type': 'Notification', 'body': {'event': 'BackupStarted'}}";
    String other = "{'Message_Type': 'Notification', 'body': 'hello'}";
    return List.of(
        Step.of("StreamFunction/new-messages", HANDLED)
            .then(() -> assertLike("DeliveryFunction/announcement", due())),
        Step.of("StreamFunction/new-message-in-pool", HANDLED)
            .then(
                () ->
                    assertThat(due().at("/detail/messages/0/body").asText())
                        .isEqualTo("[\"grüße\", 1]")),
        Step.of("DeliveryFunction/announcement", HANDLED).then(PackageIT::assertBothTold),
        Step.of("DeliveryFunction/page", HANDLED).then(PackageIT::assertBothTold),
        Step.of("DeliveryFunction/notification", HANDLED).then(() -> assertTold(message)),
        Step.of("DeliveryFunction/slow-notification", HANDLED).then(() -> assertTold(message)),
        Step.of("DeliveryFunction/retry", HANDLED).then(() -> assertTold(other)),
        Step.of("DeliveryFunction/slow-retry", HANDLED)
            .given(() -> hook.answer(503))
            .then(
                () -> {
                  assertTold(other);
                  JsonNode again = due();
                  assertLike("DeliveryFunction/retry", again);
                  Excerpt.assertIn(again, "{'failures': 2}");
                }));
  }

  private static List<Step> claims() {
    String messages = "{'messages': [{'body': {'event': 'BackupStarted'}}]}";
    return List.of(
        Step.of("ClaimsFunction/create-claim", 201, messages)
            .naming(Map.of(CLAIM, "/headers/Location")),
        Step.of("ClaimsFunction/show-claim", 200, messages),
        Step.of("ClaimsFunction/renew-claim", 204),
        Step.of("QueuesFunction/show-stats", 200, "{'messages': {'claimed': 1, 'free': 2}}"),
        Step.of("ClaimsFunction/release-claim", 204));
  }

  private static List<Step> pools() {
    String flavor = "{'name': 'fast', 'pool_list': ['fast']}";
    return List.of(
        Step.of("PoolsFunction/create-pool", 201),
        Step.of(
            "PoolsFunction/list-pools", 200, "{'pools': [{'name': 'default'}, {'name': 'fast'}]}"),
        Step.of("PoolsFunction/show-pool", 200, "{'name': 'fast', 'weight': 0}"),
        Step.of("PoolsFunction/update-pool", 200, "{'name': 'fast', 'weight': 5}"),
        Step.of("FlavorsFunction/create-flavor", 201),
        Step.of("FlavorsFunction/list-flavors", 200, "{'flavors': [" + flavor + "]}"),
        Step.of("FlavorsFunction/show-flavor", 200, flavor),
        Step.of("FlavorsFunction/update-flavor", 200, flavor),
        Step.of(
            "HealthFunction/show-health",
            200,
            "{'default': {'storage_reachable': true}, 'fast': {'storage_reachable': true}}"),
        Step.of("HealthCheckFunction/check-pools", "null")
            .then(
                () ->
                    assertThat(deployed.environment("HealthCheckFunction").output())
                        .anyMatch(line -> line.contains("\"pool\":\"fast\""))));
  }

  private static List<Step> ends() {
    return List.of(
        Step.of("MessagesFunction/delete-message", 204),
        Step.of("MessagesFunction/delete-messages", 204),
        Step.of("MessagesFunction/pop-messages", 200, "{'messages': [{'body': ['grüße', 1]}]}"),
        Step.of("QueuesFunction/purge-queue", 204),
        Step.of("ClaimsFunction/redrive-letters", 200, "{'moved': 0, 'more': false}"),
        Step.of("SubscriptionsFunction/delete-subscription", 204),
        Step.of("FlavorsFunction/delete-flavor", 204),
        Step.of("PoolsFunction/delete-pool", 204),
        Step.of("QueuesFunction/delete-queue", 204));
  }

  private static void learnAsking(Play by, JsonNode asked) {
    by.name(EXPIRES, asked.at("/confirmation/expires").asText().replace("Z", ""));
  }

  /** What a function put into a queue is what the sample for the next one has, but for times. */
  private static void assertLike(String sample, JsonNode queued) {
    JsonNode like = play.queued(sample);
    assertThat(members(queued)).isEqualTo(members(like));
    assertThat(queued.path("subscription")).isEqualTo(like.path("subscription"));
    assertThat(queued.path("message")).isEqualTo(like.path("message"));
    assertThat(members(queued.path("confirmation"))).isEqualTo(members(like.path("confirmation")));
    // What was announced came out of a sample, too, and has its names.
    assertThat(queued.path("detail")).isEqualTo(Sample.of(sample).body().path("detail"));
  }

  private static List<String> members(JsonNode document) {
    return document.propertyStream().map(Map.Entry::getKey).toList();
  }

  /** The next that comes out of the queue of what is to be delivered. */
  private static JsonNode due() {
    return deployed.cloud().take("DeliveryQueue");
  }

  /** Messages of one page come in any order. */
  private static void assertBothTold() {
    assertThat(List.of(told(), told()))
        .containsExactlyInAnyOrder("{\"event\":\"BackupStarted\"}", "\"hello\"");
  }

  private static String told() {
    return Excerpt.parse(hook.next()).path("body").toString();
  }

  private static void assertTold(String excerpt) {
    Excerpt.assertIn(Excerpt.parse(hook.next()), excerpt);
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> sample_comesToWhatItShould() {
    return steps().map(step -> DynamicTest.dynamicTest(step.sample(), () -> play.step(step)));
  }

  @Test
  @Order(2)
  void samples_areAllPlayed() {
    assertThat(steps().map(Step::sample))
        .containsExactlyInAnyOrderElementsOf(Sample.all().stream().map(Sample::toString).toList());
  }

  @Test
  @Order(3)
  void output_isLinesOfJson() {
    deployed
        .environments()
        .forEach(
            (name, environment) -> {
              assertThat(environment.output())
                  .allSatisfy(line -> assertThat(Excerpt.parse(line).isObject()).isTrue());
              assertThat(environment.errors()).as(name).isEmpty();
              assertThat(environment.unexpected()).as(name).isEmpty();
              assertThat(environment.isAlive()).as(name).isTrue();
            });
  }

  @Test
  @Order(4)
  void zip_hasNoPartOfTheRuntimeItself() throws IOException {
    Path libraries = deployed.root().folder().resolve("lib/libraries.jar");
    try (ZipFile jar = new ZipFile(libraries.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains("com/amazonaws/services/lambda/runtime/RequestStreamHandler.class")
          .noneMatch(name -> name.startsWith("com/amazonaws/services/lambda/runtime/api/"))
          .noneMatch(
              name -> name.startsWith("com/amazonaws/services/lambda/runtime/serialization"));
    }
  }
}
