// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What a subscription says of its deliveries, through minutes of traffic (contract 8.9). */
class DeliveryStateIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
  private static final String ONE_TRY =
      "{\"_retry_policy\": {\"retries_with_no_delay\": 0, \"minimum_delay_retries\": 0,"
          + " \"retry_backoff_function\": \"linear\", \"maximum_delay_retries\": 0,"
          + " \"minimum_delay\": 600, \"maximum_delay\": 610}}";

  private final Deliverer deliverer;

  DeliveryStateIT() throws IOException {
    deliverer = new Deliverer(2, Map.of());
  }

  @AfterEach
  void close() {
    deliverer.close();
  }

  private Instant now() {
    return deliverer.clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** A message each time that so much has passed. */
  private void traffic(Duration time, Duration pause) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(pause)) {
      deliverer.announce(1);
      deliverer.pass(pause);
    }
  }

  private static Instant time(JsonNode state, String member) {
    return Instant.parse(state.path(member).asText());
  }

  @Test
  void state_ofANewSubscriptionIsEmpty() {
    JsonNode state = deliverer.state(deliverer.subscribe("{}"));

    assertThat(state.path("failures").asInt(-1)).isZero();
    assertThat(state.path("given_up").asInt(-1)).isZero();
    for (String member :
        new String[] {
          "last_success", "failing_since", "pending_since", "slow_until", "last_error", "last_test"
        }) {
      assertThat(state.path(member).isNull()).as(member).isTrue();
    }
  }

  @Test
  void state_convergesThroughFailureAndRecoveryWithFewWrites() {
    String subscription = deliverer.subscribe("{}");
    traffic(MINUTE, FIVE_SECONDS);
    assertThat(deliverer.writes()).as("writes of successes").isEqualTo(1);
    Instant lastSuccess = time(deliverer.state(subscription), "last_success");

    deliverer.answer(503);
    Instant begin = now();
    traffic(MINUTE.multipliedBy(3), FIVE_SECONDS);
    JsonNode failing = deliverer.state(subscription);

    assertThat(deliverer.writes()).as("writes of failures").isBetween(15, 1 + 2 * 19);
    assertThat(time(failing, "failing_since")).isEqualTo(begin);
    assertThat(time(failing, "last_success")).isEqualTo(lastSuccess);
    assertThat(failing.path("failures").asInt()).isGreaterThan(100);
    assertThat(failing.at("/last_error/status").asInt()).isEqualTo(503);
    assertThat(failing.at("/last_error/reason").asText()).isEqualTo("answered 503");
    assertThat(time(failing.path("last_error"), "at")).isAfter(now().minusSeconds(15));
    assertThat(time(failing, "pending_since")).isBetween(begin, now());

    int before = deliverer.writes();
    deliverer.answer(204);
    traffic(MINUTE, FIVE_SECONDS);
    JsonNode healed = deliverer.state(subscription);

    assertThat(healed.path("failing_since").isNull()).isTrue();
    assertThat(healed.path("failures").asInt()).isZero();
    assertThat(healed.path("pending_since").isNull()).isTrue();
    assertThat(time(healed, "last_success")).isAfter(begin);
    assertThat(healed.at("/last_error/status").asInt()).as("it stays").isEqualTo(503);
    traffic(MINUTE.multipliedBy(20), Duration.ofSeconds(30));
    assertThat(deliverer.writes() - before).as("writes of twenty minutes").isBetween(2, 4);
    assertThat(time(deliverer.state(subscription), "last_success"))
        .isAfter(now().minus(MINUTE.multipliedBy(16)));
  }

  @Test
  void receiver_thatFlapsIsWrittenTwiceInTenSecondsByEachInstance() {
    deliverer.subscribe("{}");
    for (int i = 0; i < 60; i++) {
      deliverer.answer(i % 2 == 0 ? 503 : 204);
      deliverer.announce(1);
      deliverer.pass(Duration.ofSeconds(1));
    }

    assertThat(deliverer.writes()).isLessThanOrEqualTo(2 * 2 * 7);
  }

  @Test
  void burst_isOneWriteForEachInstanceAndCountedByALaterOne() throws IOException {
    try (Deliverer one = new Deliverer(1, Map.of())) {
      String subscription = one.subscribe(ONE_TRY);
      one.answer(404);
      one.announce(20);
      assertThat(one.writes()).isEqualTo(1);
      assertThat(one.queues.undelivered()).hasSize(20);

      one.pass(Duration.ofSeconds(10));
      one.announce(1);

      assertThat(one.writes()).isEqualTo(2);
      assertThat(one.state(subscription).path("given_up").asInt()).isEqualTo(21);
      assertThat(one.state(subscription).path("pending_since").isNull()).isTrue();
      assertThat(one.state(subscription).at("/last_error/next_attempt").isNull()).isTrue();
    }
  }

  @Test
  void receiver_thatIsGoneIsNamed() {
    String subscription = deliverer.subscribe("{}");
    deliverer.answer(410);
    deliverer.announce(1);

    JsonNode shown = deliverer.instance.call("GET", subscription + "?detailed=true", "").body();
    assertThat(shown.path("confirmed").asBoolean()).isFalse();
    assertThat(shown.at("/delivery/last_error/status").asInt()).isEqualTo(410);
    assertThat(deliverer.instance.call("POST", subscription + "/test", "").status()).isEqualTo(409);
  }

  @Test
  void change_keepsTheStateUnlessTheSubscriberIsAnother() {
    String subscription = deliverer.subscribe("{}");
    deliverer.answer(503);
    deliverer.announce(1);
    String ttl = "{\"ttl\": 600, \"options\": {\"from\": \"\"}}";
    assertThat(deliverer.instance.call("PATCH", subscription, ttl).status()).isEqualTo(204);
    assertThat(deliverer.state(subscription).path("failures").asInt()).isEqualTo(1);

    String other = "{\"subscriber\": \"" + deliverer.url() + "other\"}";
    assertThat(deliverer.instance.call("PATCH", subscription, other).status()).isEqualTo(204);

    assertThat(deliverer.state(subscription).path("failures").asInt(-1)).isZero();
    assertThat(deliverer.state(subscription).path("last_error").isNull()).isTrue();
  }

  @Test
  void state_isNotWrittenWhereTheSubscriptionWasDeletedMeanwhile() {
    String subscription = deliverer.subscribe("{}");
    deliverer.answer(503);
    deliverer.faults.follow(
        attempt -> {
          if (attempt.isOf(UpdateItemRequest.class)) {
            deliverer.faults.heal();
            assertThat(deliverer.instance.call("DELETE", subscription, "").status()).isEqualTo(204);
          }
          return Fault.NONE;
        });
    deliverer.announce(1);

    assertThat(deliverer.writes()).isEqualTo(1);
    assertThat(deliverer.instance.call("GET", subscription, "").status()).isEqualTo(404);
    assertThat(deliverer.subscribe("{}")).as("the subscriber is free").isNotEqualTo(subscription);
  }

  @Test
  void state_whoseAnswerIsLostCountsOnce() {
    String subscription = deliverer.subscribe("{}");
    deliverer.answer(404);
    deliverer.faults.loseNext(UpdateItemRequest.class);
    deliverer.announce(1);

    assertThat(deliverer.faults.toString()).contains("LOST");
    assertThat(deliverer.state(subscription).path("given_up").asInt()).isEqualTo(1);
  }

  @Test
  void delivery_isNotRepeatedForAStateThatCannotBeWritten() {
    deliverer.subscribe("{}");
    deliverer.faults.failAll(UpdateItemRequest.class);
    deliverer.announce(1);
    deliverer.pass(MINUTE.multipliedBy(5));

    assertThat(deliverer.received()).hasSize(1);
    assertThat(deliverer.log()).anyMatch(line -> line.contains("state was not written"));
  }

  @Test
  void test_isDeliveredOnceWithItsResultInTheState() {
    String subscription = deliverer.subscribe("{\"post_headers\": {\"X-Mine\": \"a\"}}");
    deliverer.answer(500);
    Instance.Reply asked = deliverer.instance.call("POST", subscription + "/test", "");
    assertThat(asked.status()).isEqualTo(202);
    assertThat(deliverer.state(subscription).at("/last_test/result").isNull()).isTrue();
    deliverer.pass(MINUTE.multipliedBy(5));

    assertThat(deliverer.received()).hasSize(1);
    assertThat(deliverer.received().getFirst()).contains("\"Message_Type\":\"Test\"");
    JsonNode failed = deliverer.state(subscription);
    assertThat(failed.at("/last_test/asked")).isEqualTo(asked.body().path("asked"));
    assertThat(failed.at("/last_test/result").asText()).isEqualTo("answered 500");
    assertThat(failed.at("/last_test/status").asInt()).isEqualTo(500);
    assertThat(failed.path("failures").asInt()).isEqualTo(1);
    assertThat(failed.path("given_up").asInt()).isZero();
    assertThat(deliverer.queues.undelivered()).as("a test is not kept").isEmpty();

    deliverer.answer(200);
    assertThat(deliverer.instance.call("POST", subscription + "/test", "").status()).isEqualTo(202);
    deliverer.settle();
    JsonNode passed = deliverer.state(subscription);
    assertThat(passed.at("/last_test/result").asText()).isEqualTo("delivered");
    assertThat(passed.path("failing_since").isNull()).isTrue();
  }

  @Test
  void test_isSentEveryTenSecondsAtMost() {
    String subscription = deliverer.subscribe("{}");
    String path = subscription + "/test";
    assertThat(deliverer.instance.call("POST", path, "").status()).isEqualTo(202);
    deliverer.pass(FIVE_SECONDS);

    Instance.Reply early = deliverer.instance.call("POST", path, "");

    assertThat(early.status()).isEqualTo(503);
    assertThat(early.headers()).containsEntry("Retry-After", "10");
    deliverer.pass(Duration.ofSeconds(6));
    assertThat(deliverer.received()).hasSize(1);
    assertThat(deliverer.instance.call("POST", path, "").status()).isEqualTo(202);
  }
}
