// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** A store that fails, and writes that land although nobody hears of it. */
class FaultIT {
  private final Faults faults = new Faults();
  private final Instance instance = Instance.start(faults);
  private final String queue = UUID.randomUUID().toString();

  private int total() {
    return instance.call("GET", queue + "/stats", "").body().at("/messages/total").asInt();
  }

  @Test
  void post_whoseAnswerIsLostIsA503AndIsSentOnce() {
    instance.post(queue, 1, 100);
    faults.loseNext(BatchWriteItemRequest.class);

    Instance.Reply reply =
        instance.call("POST", queue + "/messages", "{\"messages\":[{\"body\":1},{\"body\":2}]}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body().get("title").asText()).isEqualTo("Service temporarily unavailable");
    assertThat(reply.body().toString()).doesNotContain("lost", "Exception");
    assertThat(faults.calls()).doesNotContain("BatchWriteItem 2");
  }

  /** A delete that is sent before the message lands takes nothing back. */
  @Test
  void post_thatMayStillLandIsNotDeleted() {
    instance.post(queue, 1, 100);
    Fault late = new Fault(Fault.Kind.DELAYED, Duration.ofSeconds(2));
    faults.follow(a -> a.call().equals("BatchWriteItem 1") ? late : Fault.NONE);

    Instance.Reply reply =
        instance.call("POST", queue + "/messages", "{\"messages\":[{\"body\":1}]}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(faults.calls()).noneMatch(call -> call.startsWith("DeleteItem"));
  }

  @Test
  void post_thatIsWrittenInPartIsTakenBack() {
    instance.post(queue, 1, 100);
    faults.follow(
        a ->
            a.call().equals("BatchWriteItem 1")
                ? Fault.of(Fault.Kind.PARTIAL)
                : Fault.of(
                    a.isOf(BatchWriteItemRequest.class) ? Fault.Kind.THROTTLED : Fault.Kind.NONE));

    String messages = "{\"messages\":[{\"body\":1},{\"body\":2},{\"body\":3},{\"body\":4}]}";
    assertThat(instance.call("POST", queue + "/messages", messages).status()).isEqualTo(503);

    assertThat(faults.calls()).anyMatch(call -> call.startsWith("DeleteItem"));
    assertThat(total()).isEqualTo(1);
  }

  @Test
  void write_thatMeetsATransactionIsSentAgain() {
    faults.follow(
        a -> a.isFirst() && isSingleWrite(a) ? Fault.of(Fault.Kind.CONFLICT) : Fault.NONE);

    List<String> ids = instance.post(queue, 2, 100);
    Instance.Reply claim = instance.call("POST", queue + "/claims", "");
    assertThat(claim.status()).isEqualTo(201);
    String path = claim.headers().get("Location").replace("/v2/queues/", "");
    assertThat(instance.call("PATCH", path, "{}").status()).isEqualTo(204);
    assertThat(instance.call("DELETE", path, "").status()).isEqualTo(204);
    assertThat(instance.call("DELETE", queue + "/messages/" + ids.getFirst(), "").status())
        .isEqualTo(204);
    assertThat(total()).isEqualTo(1);
  }

  private static boolean isSingleWrite(Plan.Attempt attempt) {
    return attempt.call().matches("(PutItem|UpdateItem|DeleteItem|Batch.*) 1");
  }

  /** Two are answered, and nobody knows of the third whether it was this pop that took it. */
  @Test
  void pop_ofWhichOneIsHalfKnownIsA503() {
    HalfKnown half = new HalfKnown();
    Instance instance = Instance.start(half);
    instance.post(queue, 3, 100);
    half.breakNext();

    assertThat(instance.call("DELETE", queue + "/messages?pop=3", "").status()).isEqualTo(503);
  }

  @Test
  void claim_ofWhichOneIsHalfKnownHoldsAll() {
    HalfKnown half = new HalfKnown();
    Instance instance = Instance.start(half);
    instance.post(queue, 3, 100);
    half.breakNext();

    assertThat(instance.call("POST", queue + "/claims", "").body().get("messages")).hasSize(3);
  }

  /** What was sent in the last seconds of a message's life lands when that is over. */
  private void assertNotRevived(String id, Plan late, Callable<Integer> request) throws Exception {
    faults.follow(late);
    long start = System.nanoTime();
    assertThat(request.call()).isEqualTo(503);
    faults.heal();
    Thread.sleep(Math.max(0, 9_000 - (System.nanoTime() - start) / 1_000_000));

    assertThat(instance.call("GET", queue + "/messages/" + id, "").status()).isEqualTo(404);
    assertThat(instance.call("GET", queue + "-dead/stats", "").body().at("/messages/total").asInt())
        .isZero();
  }

  private static Plan late(Class<? extends SdkRequest> kind) {
    Fault late = new Fault(Fault.Kind.DELAYED, Duration.ofSeconds(5));
    return attempt -> attempt.isOf(kind) && attempt.call().matches(".* [1-4]") ? late : Fault.NONE;
  }

  private String postFor(int seconds) {
    String message = "{\"messages\":[{\"body\":1,\"ttl\":" + seconds + "}]}";
    return instance
        .call("POST", queue + "/messages", message)
        .body()
        .at("/resources/0")
        .asText()
        .replaceAll(".*/", "");
  }

  @Test
  void take_thatLandsWhenAMessageIsOverDoesNotReviveIt() throws Exception {
    String id = postFor(60);
    instance.clock().advance(Duration.ofSeconds(56));

    assertNotRevived(
        id,
        late(BatchExecuteStatementRequest.class),
        () -> instance.call("POST", queue + "/claims", "").status());
  }

  @Test
  void renewal_thatLandsWhenAMessageIsOverDoesNotReviveIt() throws Exception {
    String id = postFor(63);
    Instance.Reply claim = instance.call("POST", queue + "/claims", "{\"ttl\":60}");
    instance.clock().advance(Duration.ofSeconds(58));

    assertNotRevived(
        id,
        late(BatchExecuteStatementRequest.class),
        () ->
            instance
                .call("PATCH", claim.headers().get("Location").replace("/v2/queues/", ""), "{}")
                .status());
  }

  @Test
  void deadLetter_whoseMoveLandsWhenTheMessageIsOverIsNone() throws Exception {
    String metadata = "{\"_max_claim_count\":0,\"_dead_letter_queue\":\"" + queue + "-dead\"}";
    instance.call("PUT", queue, metadata);
    instance.call("PUT", queue + "-dead", "");
    String id = postFor(60);
    instance.clock().advance(Duration.ofSeconds(56));
    Fault late = new Fault(Fault.Kind.DELAYED, Duration.ofSeconds(5));
    faults.follow(a -> a.isOf(TransactWriteItemsRequest.class) ? late : Fault.NONE);

    instance.call("POST", queue + "/claims", "");
    Thread.sleep(6_000);

    assertThat(instance.call("GET", queue + "/messages/" + id, "").status()).isEqualTo(404);
    assertThat(instance.call("GET", queue + "-dead/stats", "").body().at("/messages/total").asInt())
        .isZero();
  }

  @Test
  void claim_whoseAnswerIsLostHoldsWhatItTook() {
    instance.post(queue, 3, 100);
    faults.loseNext(BatchExecuteStatementRequest.class);

    Instance.Reply reply = instance.call("POST", queue + "/claims", "");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body().get("messages")).hasSize(3);
  }

  @Test
  void pop_whoseAnswerIsLostIsA503AndNoPopOfNothing() {
    instance.post(queue, 3, 100);
    faults.loseNext(BatchExecuteStatementRequest.class);

    assertThat(instance.call("DELETE", queue + "/messages?pop=2", "").status()).isEqualTo(503);
    assertThat(instance.call("DELETE", queue + "/messages?pop=2", "").body().get("messages"))
        .hasSize(1);
  }

  @Test
  void pop_thatDidNotReachTheStorePopsAgain() {
    instance.post(queue, 3, 100);
    faults.follow(
        a ->
            a.call().equals("BatchExecuteStatement 1") ? Fault.of(Fault.Kind.REFUSED) : Fault.NONE);

    assertThat(instance.call("DELETE", queue + "/messages?pop=2", "").body().get("messages"))
        .hasSize(2);
  }

  /** The first attempt comes to the store when the message was claimed and released meanwhile. */
  @ParameterizedTest
  @CsvSource({"DELETE, /messages?pop=1", "POST, /claims"})
  void attempt_thatComesLateTakesNothing(String method, String path) throws Exception {
    instance.post(queue, 1, 100);
    Instance other = instance.another();
    Fault late = new Fault(Fault.Kind.DELAYED, Duration.ofSeconds(3));
    faults.follow(a -> a.call().equals("BatchExecuteStatement 1") ? late : Fault.NONE);

    long start = System.nanoTime();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> instance.call(method, queue + path, "").status(),
            task -> Thread.ofVirtual().start(task));
    while (!faults.calls().contains("BatchExecuteStatement 1")) {
      Thread.sleep(10);
    }
    String claim = other.call("POST", queue + "/claims", "").headers().get("Location");
    assertThat(status.get()).isLessThan(300);
    other.call("DELETE", claim.replace("/v2/queues/", ""), "");
    Thread.sleep(late.delay().plusMillis(500).minusNanos(System.nanoTime() - start));

    assertThat(other.call("POST", queue + "/claims", "").body().get("messages")).hasSize(1);
  }

  @Test
  void release_whoseAnswerIsLostReleases() {
    instance.post(queue, 3, 100);
    String claim =
        instance.call("POST", queue + "/claims", "").headers().get("Location").substring(11);
    faults.loseNext(BatchExecuteStatementRequest.class);

    assertThat(instance.call("DELETE", claim, "").status()).isEqualTo(204);
    assertThat(instance.call("POST", queue + "/claims", "").body().get("messages")).hasSize(3);
  }

  @Test
  void delete_whoseAnswerIsLostDeletes() {
    String id = instance.post(queue, 1, 100).getFirst();
    faults.loseNext(DeleteItemRequest.class);

    assertThat(instance.call("DELETE", queue + "/messages/" + id, "").status()).isEqualTo(204);
    assertThat(instance.call("GET", queue + "/messages/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void creation_whoseAnswerIsLostCreates() {
    faults.loseNext(TransactWriteItemsRequest.class);

    assertThat(instance.call("PUT", queue, "{\"a\":1}").status()).isEqualTo(201);
    assertThat(instance.call("GET", queue, "").body().get("a").asInt()).isEqualTo(1);
  }

  @Test
  void claim_isAnsweredThoughTheCursorCannotBeMoved() {
    instance.post(queue, 60, 100);
    instance.clock().advance(Duration.ofSeconds(3));
    instance.call("POST", queue + "/claims?limit=20", "");
    faults.failAll(TransactWriteItemsRequest.class);

    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=20", "");

    assertThat(claim.status()).isEqualTo(201);
    assertThat(claim.body().get("messages")).hasSize(20);
  }

  @Test
  void claim_thatCannotBeWrittenHoldsNothing() {
    instance.post(queue, 3, 100);
    faults.failAll(PutItemRequest.class);

    assertThat(instance.call("POST", queue + "/claims", "").status()).isEqualTo(503);
    faults.heal();

    assertThat(instance.call("POST", queue + "/claims", "").body().get("messages")).hasSize(3);
  }

  @Test
  void deletionOfAQueue_thatDiedBeforeItsSweepIsFinishedByTheNext() {
    instance.post(queue, 3, 100);
    faults.failAll(BatchWriteItemRequest.class);
    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(503);
    faults.heal();

    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(204);
    assertThat(instance.call("GET", queue + "/messages?echo=true", "").body().get("messages"))
        .isEmpty();
  }
}
