package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @Test
  void post_whoseAnswerIsLostIsA503AndLeavesNothingBehind() {
    instance.post(queue, 1, 100);
    faults.loseNext(BatchWriteItemRequest.class);

    Instance.Reply reply =
        instance.call("POST", queue + "/messages", "{\"messages\":[{\"body\":1},{\"body\":2}]}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body().get("title").asText()).isEqualTo("Service temporarily unavailable");
    assertThat(reply.body().toString()).doesNotContain("lost", "Exception");
    assertThat(instance.call("GET", queue + "/stats", "").body().at("/messages/total").asInt())
        .isEqualTo(1);
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
