// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import zaqar.local.service.Instance.Reply;

/** A post with a key is stored once, whatever becomes of it and of its repeats (P10). */
class IdempotentPostIT {
  private static final String TWO = "{\"messages\":[{\"body\":1},{\"body\":2}]}";
  private static final String OTHER = "{\"messages\":[{\"body\":1},{\"body\":3}]}";
  private static final Duration TOO_LATE = Duration.ofSeconds(5);

  private final Faults faults = new Faults();
  private final MovableClock clock = new MovableClock();
  private final Instance instance =
      new Instance(
          clock, Map.of("WriteDeadlineMilliseconds", "3000"), new StoreDate(clock), faults);
  private final Instance witness = instance.another(Map.of("WriteDeadlineMilliseconds", "3000"));
  private final String queue = UUID.randomUUID().toString();

  private static List<String> ids(Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    return Scene.postedIds(reply);
  }

  private List<String> listed() {
    return Scene.ids(
        witness.call("GET", queue + "/messages?echo=true&include_claimed=true&limit=20", ""));
  }

  private void awaitLanded(CompletableFuture<Reply> post) {
    while (listed().size() < 3) {
      assertThat(post).isNotDone();
    }
  }

  @Test
  void repeat_isAnsweredTheSameAndStoresNothing() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));

    assertThat(ids(instance.postOnce(queue, "k", TWO))).isEqualTo(ids);
    assertThat(ids(witness.postOnce(queue, "k", TWO))).isEqualTo(ids);
    assertThat(listed()).isEqualTo(ids);
  }

  @Test
  void repeat_storesNothingWhenTheMessagesAreGone() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));
    assertThat(witness.call("DELETE", queue + "/messages?pop=1", "").status()).isEqualTo(200);
    assertThat(witness.call("POST", queue + "/purge", "").status()).isEqualTo(204);

    assertThat(ids(instance.postOnce(queue, "k", TWO))).isEqualTo(ids);
    assertThat(listed()).isEmpty();
  }

  @Test
  void otherBody_withTheSameKeyIsRefused() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));

    assertThat(witness.postOnce(queue, "k", OTHER).status()).isEqualTo(400);
    assertThat(ids(instance.postOnce(queue, "k2", OTHER))).doesNotContainAnyElementsOf(ids);
    assertThat(listed()).hasSize(4);
  }

  @Test
  void key_isOfOneQueueAndProject() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));

    assertThat(ids(instance.postOnce(queue + "-2", "k", OTHER))).doesNotContainAnyElementsOf(ids);
    Sent foreign =
        Sent.by("p2", "POST", "/v2/queues/" + queue + "/messages", OTHER)
            .with(Map.of("idempotency-key", "k"));
    assertThat(ids(instance.call(foreign))).doesNotContainAnyElementsOf(ids);
    assertThat(listed()).isEqualTo(ids);
  }

  @Test
  void key_isKnownForADayByTheClock() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));

    instance.clock().advance(Duration.ofHours(24).minusSeconds(30));
    assertThat(ids(instance.postOnce(queue, "k", TWO))).isEqualTo(ids);
    instance.clock().advance(Duration.ofSeconds(60));
    assertThat(ids(instance.postOnce(queue, "k", OTHER))).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void key_isForgottenWithItsQueue() {
    List<String> ids = ids(instance.postOnce(queue, "k", TWO));
    assertThat(instance.call("DELETE", queue, "").status()).isEqualTo(204);

    List<String> others = ids(instance.postOnce(queue, "k", OTHER));

    assertThat(others).doesNotContainAnyElementsOf(ids);
    assertThat(listed()).isEqualTo(others);
  }

  /** Its clock stands, so that both lives of the queue begin at the same time. */
  @Test
  void key_isForgottenWithAQueueOfTheSameMoment() {
    Instance standing = Instance.replayable(MovableClock.standing(Instant.now()), 1, Map.of());
    List<String> ids = ids(standing.postOnce(queue, "k", TWO));
    assertThat(standing.call("DELETE", queue, "").status()).isEqualTo(204);

    List<String> others = ids(standing.postOnce(queue, "k", OTHER));

    assertThat(others).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void posts_atTheSameTimeAreStoredOnce() {
    instance.post(queue, 1, 100);
    List<CompletableFuture<Reply>> posts =
        Stream.of(instance, witness, instance, witness, instance, witness)
            .map(each -> CompletableFuture.supplyAsync(() -> each.postOnce(queue, "k", TWO)))
            .toList();
    Set<List<String>> answers =
        posts.stream()
            .map(CompletableFuture::join)
            .filter(reply -> reply.status() != 503)
            .map(IdempotentPostIT::ids)
            .collect(Collectors.toSet());

    assertThat(answers).hasSize(1);
    assertThat(listed()).hasSize(3).containsAll(answers.iterator().next());
  }

  /**
   * Its answer comes when the time for it is over, or it lands then; what it wrote is taken back.
   */
  @ParameterizedTest
  @EnumSource(names = {"LATE", "DELAYED"})
  void post_thatIsTooLateComesToNothing(Fault.Kind kind) throws Exception {
    instance.post(queue, 1, 100);
    Fault late = new Fault(kind, TOO_LATE);
    faults.follow(a -> a.call().equals("TransactWriteItems 1") ? late : Fault.NONE);

    assertThat(instance.postOnce(queue, "k", TWO).status()).isEqualTo(503);
    Thread.sleep(TOO_LATE.plusSeconds(1));
    assertThat(listed()).hasSize(1);

    List<String> ids = ids(witness.postOnce(queue, "k", TWO));
    assertThat(listed()).hasSize(3).containsAll(ids);
  }

  @Test
  void post_whoseAnswerIsLostIsFoundInTime() {
    instance.post(queue, 1, 100);
    faults.loseNext(TransactWriteItemsRequest.class);

    List<String> ids = ids(instance.postOnce(queue, "k", TWO));

    assertThat(listed()).hasSize(3).containsAll(ids);
    assertThat(ids(witness.postOnce(queue, "k", TWO))).isEqualTo(ids);
  }

  /** A post that has landed, and whose attempt does not know that before its time is over. */
  private CompletableFuture<Reply> postThatIsConfirmedTooLate() {
    instance.post(queue, 1, 100);
    Fault late = new Fault(Fault.Kind.LATE, TOO_LATE);
    faults.follow(a -> a.call().equals("TransactWriteItems 1") ? late : Fault.NONE);
    CompletableFuture<Reply> post =
        CompletableFuture.supplyAsync(() -> instance.postOnce(queue, "k", TWO));
    awaitLanded(post);
    return post;
  }

  /** Somebody works on one of its messages by then, so it stays, and a repeat is told so. */
  @Test
  void post_thatIsTooLateStaysIfItIsInUse() {
    CompletableFuture<Reply> post = postThatIsConfirmedTooLate();
    assertThat(witness.call("POST", queue + "/claims", "").status()).isEqualTo(201);

    assertThat(post.join().status()).isEqualTo(503);
    List<String> ids = ids(witness.postOnce(queue, "k", TWO));
    assertThat(listed()).hasSize(3).containsAll(ids);
  }

  /** The repeat was answered, so the first attempt must not take back what that has told. */
  @Test
  void repeat_thatWasAnsweredKeepsTheMessages() {
    CompletableFuture<Reply> post = postThatIsConfirmedTooLate();

    List<String> ids = ids(witness.postOnce(queue, "k", TWO));
    assertThat(post.join().status()).isEqualTo(503);
    assertThat(listed()).hasSize(3).containsAll(ids);
  }
}
