// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/** Claims whose writes meet those of others, come late, or fail half way. */
class ClaimHazardsIT {
  private volatile boolean isHeld;
  private volatile Class<? extends SdkRequest> heldCall = BatchExecuteStatementRequest.class;
  private final Gate gate =
      new Gate(call -> isHeld && heldCall.isInstance(call));
  private final Faults faults = new Faults();
  private final MovableClock clock = new MovableClock();
  private final Instance first = new Instance(clock, Map.of(), new StoreDate(clock), gate, faults);
  private final Instance second = first.another();
  private final String queue = UUID.randomUUID().toString();

  private static String path(Instance.Reply claim) {
    return claim.headers().get("Location").substring("/v2/queues/".length());
  }

  private static List<String> ids(Instance.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }

  private Instance.Reply claim(Instance by, int limit, int ttl) {
    String terms = "{\"ttl\":" + ttl + ",\"grace\":60}";
    return by.call("POST", queue + "/claims?limit=" + limit, terms);
  }

  private static int renew(Instance by, Instance.Reply claim, int ttl) {
    return by.call("PATCH", path(claim), "{\"ttl\":" + ttl + ",\"grace\":60}").status();
  }

  private JsonNode stats() {
    return second.call("GET", queue + "/stats", "").body().path("messages");
  }

  @Test
  void renewal_thatLandsLateShortensNoLaterOne() throws Exception {
    second.post(queue, 3, 100);
    first.call("GET", queue + "/messages", "");
    Instance.Reply claim = claim(second, 10, 60);
    Fault late = new Fault(Fault.Kind.DELAYED, Duration.ofSeconds(3));
    faults.follow(call -> call.call().equals("BatchExecuteStatement 1") ? late : Fault.NONE);
    long start = System.nanoTime();
    assertThat(renew(first, claim, 60)).isEqualTo(204);

    assertThat(renew(second, claim, 300)).isEqualTo(204);
    Thread.sleep(Duration.ofMillis(3500).minusNanos(System.nanoTime() - start));
    clock.advance(Duration.ofSeconds(63));

    assertThat(claim(second, 10, 60).status()).isEqualTo(204);
    assertThat(ids(second.call("GET", path(claim), ""))).hasSize(3);
  }

  /** Both renewals are for as long; the first one sent reads late what the second has renewed. */
  @Test
  void renewal_thatReadsLateShortensNoLaterOne() throws Exception {
    second.post(queue, 3, 100);
    first.call("GET", queue + "/messages", "");
    Instance.Reply claim = claim(second, 10, 60);
    heldCall = BatchGetItemRequest.class;
    isHeld = true;
    CompletableFuture<Integer> late = CompletableFuture.supplyAsync(() -> renew(first, claim, 60));
    gate.awaitCall();
    clock.advance(Duration.ofSeconds(8));
    assertThat(renew(second, claim, 60)).isEqualTo(204);
    gate.open();
    assertThat(late.get()).isEqualTo(204);

    clock.advance(Duration.ofSeconds(56));

    assertThat(claim(second, 10, 60).status()).isEqualTo(204);
    assertThat(ids(second.call("GET", path(claim), ""))).hasSize(3);
  }

  @Test
  void renewal_thatIsOvertakenHidesNothingLongerThanItLasts() throws Exception {
    List<String> posted = second.post(queue, 50, 100);
    clock.advance(Duration.ofSeconds(3));
    Instance.Reply claim = claim(second, 10, 60);
    isHeld = true;
    CompletableFuture<Integer> shorter =
        CompletableFuture.supplyAsync(() -> renew(first, claim, 60));
    gate.awaitCall();
    assertThat(renew(second, claim, 300)).isEqualTo(204);
    claim(second, 20, 300);
    claim(second, 20, 300);
    assertThat(claim(second, 20, 300).status()).isEqualTo(204);
    gate.open();
    assertThat(shorter.get()).isEqualTo(204);

    clock.advance(Duration.ofSeconds(63));

    assertThat(ids(claim(second, 20, 60))).isEqualTo(posted.subList(0, 10));
  }

  @Test
  void claim_whoseLaterRoundCannotBeWrittenHoldsWhatItAnswersAndNothingElse() throws Exception {
    second.post(queue, 20, 100);
    isHeld = true;
    faults.follow(
        call -> call.call().equals("PutItem 2") ? Fault.of(Fault.Kind.THROTTLED) : Fault.NONE);
    CompletableFuture<Instance.Reply> claim =
        CompletableFuture.supplyAsync(() -> claim(first, 10, 3600));
    gate.awaitCall();
    Instance.Reply faster = claim(second, 5, 3600);
    gate.open();

    int answered = ids(faster).size() + ids(claim.get()).size();

    assertThat(stats().path("claimed").asInt()).isEqualTo(answered);
    for (Instance.Reply each : List.of(faster, claim.get())) {
      assertThat(ids(second.call("GET", path(each), ""))).isEqualTo(ids(each));
      assertThat(second.call("DELETE", path(each), "").status()).isEqualTo(204);
    }
    assertThat(stats().path("claimed").asInt()).isZero();
    assertThat(ids(claim(second, 20, 60))).hasSize(20);
  }

  /** With all cursors in one item, each move would cost by the number of shards. */
  @Test
  void cursor_costsTheSameWithManyShards() {
    String terms = "{\"ttl\":3600,\"grace\":60}";
    second.call("PUT", queue, "{\"_shards\":64}");
    second.post(queue, 100, 100);
    clock.advance(Duration.ofSeconds(3));
    for (int i = 0; i < 2; i++) {
      second.call("POST", queue + "/claims?limit=20", terms);
    }

    second.calls().startWithoutHoldUp();
    assertThat(second.call("POST", queue + "/claims?limit=20", terms).status()).isEqualTo(201);

    assertThat(second.calls().stop().writes()).isLessThanOrEqualTo(21 + 4);
  }
}
