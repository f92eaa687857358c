// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A claim or list that waits for messages (contract 2.10), in a time that passes only while it
 * waits. What happens meanwhile happens at the first look that is due.
 */
class LongPollIT {
  private static final Map<String, String> ON = Map.of("LongPollSeconds", "20");

  /** The time between two looks, and a look. */
  private static final Duration SOON = Duration.ofMillis(1250);

  private final MovableClock clock = MovableClock.standing(Instant.now());
  private final Instance another = Instance.replayable(clock, 2, Map.of());
  private final String queue = UUID.randomUUID().toString();
  private final Instant begin = clock.instant();

  private Instance waiting(Map<String, String> parameters, ExecutionInterceptor... faults) {
    List<ExecutionInterceptor> all = new ArrayList<>(List.of(faults));
    all.add(new StoreDate(clock));
    return new Instance(
        clock, this::pass, new Random(1), parameters, all.toArray(new ExecutionInterceptor[0]));
  }

  private Instant eventAt = Instant.MAX;
  private Runnable event = () -> {};

  /** Something happens after so many milliseconds. */
  private void after(long milliseconds, Runnable what) {
    eventAt = begin.plusMillis(milliseconds);
    event = what;
  }

  private void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    if (!end.isBefore(eventAt)) {
      clock.advance(Duration.between(clock.instant(), eventAt));
      eventAt = Instant.MAX;
      event.run();
    }
    clock.advance(Duration.between(clock.instant(), end));
  }

  private Duration passed() {
    return Duration.between(begin, clock.instant());
  }

  private Instance.Reply send(Instance instance, String method, String path, String prefer) {
    Sent plain = Sent.by("p", method, "/v2/queues/" + queue + path, "");
    return instance.call(plain.with(Map.of("prefer", prefer)));
  }

  private Instance.Reply claim(Instance instance, String prefer) {
    return send(instance, "POST", "/claims", prefer);
  }

  private Instance.Reply list(Instance instance, String prefer) {
    return send(instance, "GET", "/messages?echo=true", prefer);
  }

  @Test
  void claim_getsAMessageThatComesWhileItWaits() {
    after(7_300, () -> another.post(queue, 1, 100));

    Instance.Reply reply = claim(waiting(ON), "wait=15");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body().path("messages")).hasSize(1);
    assertThat(reply.headers()).containsEntry("Preference-Applied", "wait=15");
    assertThat(passed()).isBetween(Duration.ofMillis(7_300), Duration.ofMillis(7_300).plus(SOON));
  }

  @Test
  void list_getsAMessageThatComesWhileItWaits() {
    after(7_300, () -> another.post(queue, 1, 100));

    Instance.Reply reply = list(waiting(ON), "wait=15");

    assertThat(reply.body().path("messages")).hasSize(1);
    assertThat(reply.headers()).containsEntry("Preference-Applied", "wait=15");
    assertThat(passed()).isBetween(Duration.ofMillis(7_300), Duration.ofMillis(7_300).plus(SOON));
  }

  /** From its marker on: what the reader has is nothing new. */
  @Test
  void list_byMarkerWaitsForWhatComesBehindIt() {
    another.post(queue, 3, 100);
    Instance instance = waiting(ON);
    String next = list(instance, "").body().at("/links/0/href").asText();
    String page = next.replaceFirst("/v2/queues/[^/]*", "");
    after(4_000, () -> another.post(queue, 1, 100));

    Instance.Reply reply = send(instance, "GET", page, "wait=10");

    assertThat(reply.body().path("messages")).hasSize(1);
    assertThat(passed()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(4).plus(SOON));
  }

  /** One that is released, or whose delay ends, is as good as a new one. */
  @Test
  void claim_getsAMessageThatIsReleasedWhileItWaits() {
    another.post(queue, 1, 100);
    String claim = another.call("POST", queue + "/claims", "").headers().get("Location");
    String path = claim.replaceFirst("/v2/queues/", "");
    after(5_000, () -> another.call("DELETE", path, ""));

    assertThat(claim(waiting(ON), "wait=20").status()).isEqualTo(201);
    assertThat(passed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(5).plus(SOON));
  }

  @Test
  void whatIsThere_isAnsweredAtOnce() {
    another.post(queue, 1, 100);
    Instance instance = waiting(ON);

    assertThat(list(instance, "wait=20").body().path("messages")).hasSize(1);
    assertThat(claim(instance, "wait=20").status()).isEqualTo(201);
    assertThat(passed()).isLessThan(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @CsvSource({"5,5", "20,20", "3600,20", "0,0"})
  void nothing_isAnsweredAsEverWhenTheTimeIsOver(int asked, int applied) {
    Instance instance = waiting(ON);

    Instance.Reply claim = claim(instance, "wait=" + asked);

    assertThat(claim.status()).isEqualTo(204);
    assertThat(claim.headers()).containsEntry("Preference-Applied", "wait=" + applied);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(applied));
    Instance.Reply list = list(instance, "wait=" + asked);
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body().path("messages")).isEmpty();
    assertThat(list.headers()).containsEntry("Preference-Applied", "wait=" + applied);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(2L * applied));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=abc", "wait=-1", "respond-async", ""})
  void whatCannotBeHonoured_isIgnored(String prefer) {
    Instance instance = waiting(ON);

    assertThat(claim(instance, prefer).headers()).doesNotContainKey("Preference-Applied");
    assertThat(list(instance, prefer).headers()).doesNotContainKey("Preference-Applied");
    assertThat(passed()).isZero();
  }

  @Test
  void nobodyWaits_unlessTheOperatorWantsIt() {
    Instance instance = waiting(Map.of());

    assertThat(claim(instance, "wait=20").headers()).doesNotContainKey("Preference-Applied");
    assertThat(list(instance, "wait=20").headers()).doesNotContainKey("Preference-Applied");
    assertThat(passed()).isZero();
  }

  /** A popped message is gone: nobody who may have left is to get one. */
  @Test
  void pop_doesNotWait() {
    Instance.Reply reply = send(waiting(ON), "DELETE", "/messages?pop=1", "wait=20");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).doesNotContainKey("Preference-Applied");
    assertThat(passed()).isZero();
  }

  /** What the log calls latency is what the service took, and not what the client wanted. */
  @Test
  void latency_isWithoutTheWait() {
    Instance instance = waiting(ON);

    claim(instance, "wait=20");

    assertThat(instance.log())
        .last()
        .asString()
        .contains("\"milliseconds\":20000", "\"Latency\":0");
  }

  /** A store at which each look takes five seconds, so that the last one begins too late. */
  @Test
  void wait_endsBeforeTheRequestsTime() {
    Instance instance =
        waiting(
            ON,
            new ExecutionInterceptor() {
              @Override
              public void beforeExecution(
                  Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof QueryRequest query
                    && query.keyConditionExpression() != null) {
                  clock.advance(Duration.ofMillis(2_400));
                }
              }
            });

    assertThat(claim(instance, "wait=20").status()).isIn(204, 503);
    assertThat(passed()).isLessThan(Duration.ofSeconds(26));
  }

  /** The client comes back by itself, later; nothing was taken. */
  @Test
  void fault_whileWaitingEndsTheRequest() {
    Faults faults = new Faults();
    Instance instance = waiting(ON, faults);
    after(5_000, () -> faults.failAll(QueryRequest.class));

    assertThat(claim(instance, "wait=20").status()).isEqualTo(503);
    assertThat(passed()).isLessThan(Duration.ofSeconds(7));
  }
}
