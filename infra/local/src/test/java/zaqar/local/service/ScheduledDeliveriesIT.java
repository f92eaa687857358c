// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.DeliveryFunction;
import zaqar.Service;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.local.Checkout;
import zaqar.local.aws.Endpoint;
import zaqar.local.template.ClockResource;
import zaqar.local.template.Template;
import zaqar.settings.Settings;
import zaqar.store.http.HttpAnswer;

/**
 * Deliveries that are due later than SQS holds anything back (design 5), in a time that passes from
 * one event to the next. The clock comes as often as the template says.
 */
class ScheduledDeliveriesIT {
  private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(180);
  private static final ClockResource TICKS =
      Template.read(Checkout.current().template(), Map.of(), Map.of("AuthMode", "none"))
          .clocks()
          .getFirst();

  private final MovableClock clock =
      MovableClock.standing(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private Faults faults = new Faults();
  private boolean isFirstLife = true;
  private final PlayedSqs sqs = new PlayedSqs(clock, () -> isFirstLife && faults.isCrashed());
  private final Map<String, List<Instant>> arrivals = Collections.synchronizedMap(new HashMap<>());
  private final Endpoint receiver =
      Endpoint.start(
          "webhooks",
          request -> {
            String id = request.headers().get("webhook-id");
            arrivals
                .computeIfAbsent(id.substring(0, 28), i -> new ArrayList<>())
                .add(clock.instant());
            return HttpAnswer.empty(204);
          });
  private final Calls calls = new Calls();
  private final String queue = UUID.randomUUID().toString();
  private final Instance instance = Instance.replayable(clock, 1, TestStore.DELIVERING);
  private DeliveryFunction function = function(calls, faults);
  private Instant tick = clock.instant();

  private DeliveryFunction function(ExecutionInterceptor... interceptors) {
    Map<String, String> environment = TestStore.environment(TestStore.DELIVERING);
    environment.put("AWS_ENDPOINT_URL_SQS", sqs.uri());
    Settings settings = Settings.from(environment);
    List<ExecutionInterceptor> all = new ArrayList<>(List.of(new StoreDate(clock)));
    all.addAll(List.of(interceptors));
    return new DeliveryFunction(
        new Service(
            new Platform(
                TestStore.connect(settings, clock, all.toArray(new ExecutionInterceptor[0])),
                settings,
                new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
                clock,
                clock::advance,
                new Random(1)),
            line -> {}));
  }

  @BeforeEach
  void subscribe() {
    String subscription = "{\"subscriber\":\"%s/\",\"ttl\":2000000}".formatted(receiver.uri());
    assertThat(instance.call("POST", queue + "/subscriptions", subscription).status())
        .isEqualTo(201);
  }

  @AfterEach
  void stop() {
    receiver.close();
    sqs.close();
    instance.close();
  }

  /** Announces a message that was posted just now, as the event bus does; returns its id. */
  private String announce(Duration delay) {
    String id = instance.post(queue, 1, 10).getFirst();
    String message =
        "{\"id\":\"%s\",\"posted\":\"%s\",\"ttl\":3600,\"delay\":%d,\"body\":\"1\"}"
            .formatted(id, clock.instant(), delay.toSeconds());
    String detail =
        "{\"version\":1,\"project\":\"p\",\"queue\":\"%s\",\"messages\":[%s]}"
            .formatted(queue, message);
    sqs.add("{\"detail\":" + detail + "}", Duration.ZERO);
    return id;
  }

  private void moveTo(Instant time) {
    clock.advance(Duration.between(clock.instant(), time));
  }

  /** Lets what happens happen, for so long; the clock's word comes every so often. */
  private void play(Duration time, Duration every) {
    Instant end = clock.instant().plus(time);
    while (true) {
      Instant next = sqs.next().filter(at -> at.isBefore(tick)).orElse(tick);
      if (next.isAfter(end)) {
        moveTo(end);
        return;
      }
      moveTo(next.isAfter(clock.instant()) ? next : clock.instant());
      if (!tick.isAfter(clock.instant())) {
        sqs.add(TICKS.message(), Duration.ZERO);
        tick = clock.instant().plus(every);
      }
      work(sqs.receive(VISIBILITY_TIMEOUT));
    }
  }

  private void play(Duration time) {
    play(time, TICKS.rate());
  }

  private void work(List<PlayedSqs.Entry> batch) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        batch.stream()
            .map(
                entry -> {
                  SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
                  message.setMessageId(entry.id());
                  message.setBody(entry.body());
                  return message;
                })
            .toList());
    SQSBatchResponse response = function.handleRequest(event, null);
    if (faults.isCrashed() && isFirstLife) {
      isFirstLife = false;
      function = function();
      return;
    }
    Set<String> failed = new HashSet<>();
    response.getBatchItemFailures().forEach(failure -> failed.add(failure.getItemIdentifier()));
    batch.stream().map(PlayedSqs.Entry::id).filter(id -> !failed.contains(id)).forEach(sqs::delete);
  }

  private List<Instant> arrivals(String message) {
    return arrivals.getOrDefault(message, List.of());
  }

  /** A subscription's first success is written to it, however late the delivery was due. */
  private static final int STATE_OF_DELIVERIES = 1;

  /** Today as in two weeks: it is written, deleted, and sent once by SQS. */
  @ParameterizedTest
  @ValueSource(strings = {"PT20M", "PT1H", "PT12H", "P14D"})
  void delay_costsTwoWritesAndOneMessageOfSqs(Duration delay) {
    Instant due = clock.instant().plus(delay);
    calls.startWithoutHoldUp();
    String message = announce(delay);
    work(sqs.receive(VISIBILITY_TIMEOUT));
    assertThat(sqs.next()).as("a hop").isEmpty();
    moveTo(due.minus(Duration.ofMinutes(18)));
    tick = clock.instant();
    play(Duration.ofMinutes(30));

    assertThat(arrivals(message)).containsExactly(due);
    assertThat(sqs.sent()).isEqualTo(1);
    assertThat(calls.stop().writes()).isEqualTo(2 + STATE_OF_DELIVERIES);
  }

  /** What SQS can hold back itself costs nothing else. */
  @Test
  void delay_ofAQuarterOfAnHourIsNotKept() {
    calls.startWithoutHoldUp();
    String message = announce(Duration.ofMinutes(15));
    Instant due = clock.instant().plus(Duration.ofMinutes(15));
    play(Duration.ofMinutes(20));

    assertThat(arrivals(message)).containsExactly(due);
    assertThat(calls.stop().writes()).isEqualTo(STATE_OF_DELIVERIES);
  }

  /** All that are due at different times come in time, also where every second word is lost. */
  @ParameterizedTest
  @ValueSource(strings = {"PT5M", "PT10M"})
  void deliveries_comeToTheSecond(Duration every) {
    Map<String, Instant> due = new HashMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      Duration delay = Duration.ofSeconds(random.nextInt(7_200));
      due.put(announce(delay), clock.instant().plus(delay));
    }
    play(Duration.ofHours(2).plusMinutes(1), every);

    due.forEach((message, time) -> assertThat(arrivals(message)).containsExactly(time));
  }

  /** The clock itself may fail for a while; then what is late comes with its next word. */
  @Test
  void delivery_comesLateWhereNoClockCame() {
    String message = announce(Duration.ofHours(1));
    work(sqs.receive(VISIBILITY_TIMEOUT));
    moveTo(clock.instant().plus(Duration.ofHours(3)));
    tick = clock.instant();
    play(Duration.ofMinutes(1));

    assertThat(arrivals(message)).hasSize(1);
  }

  /** A function that dies before or after any of its calls to the store. */
  @ParameterizedTest
  @EnumSource(names = {"CRASH", "CRASH_AFTER"})
  void delivery_survivesAFunctionThatDiesAtAnyCall(Fault.Kind kind) {
    for (int call = 1; call <= 36; call++) {
      int deadly = call;
      isFirstLife = true;
      faults = new Faults();
      function = function(faults);
      faults.follow(attempt -> attempt.number() == deadly ? Fault.of(kind) : Fault.NONE);
      Instant due = clock.instant().plus(Duration.ofMinutes(20));
      String message = announce(Duration.ofMinutes(20));
      play(Duration.ofMinutes(40));

      assertThat(arrivals(message))
          .as("dead at call %d", call)
          .hasSizeBetween(1, 2)
          .allSatisfy(at -> assertThat(at).isBetween(due, late(due)));
    }
  }

  private static Instant late(Instant due) {
    return due.plus(Duration.ofMinutes(4));
  }

  /** A word of the clock's that fails comes again, and others follow. */
  @Test
  void delivery_survivesAStoreWithoutCapacity() {
    String message = announce(Duration.ofMinutes(25));
    Instant due = clock.instant().plus(Duration.ofMinutes(25));
    work(sqs.receive(VISIBILITY_TIMEOUT));
    faults.follow(attempt -> Fault.of(Fault.Kind.THROTTLED));
    play(Duration.ofMinutes(12));
    faults.heal();
    play(Duration.ofMinutes(30));

    assertThat(arrivals(message)).containsExactly(due);
  }
}
