package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Writes that land although nobody hears of it. */
class LostAnswerIT {
  private final LostAnswers faults = new LostAnswers();
  private final Instance instance = new Instance(new MovableClock(), Map.of(), faults);
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
}
