// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transactions that the store cancels: only a condition that does not hold means that somebody else
 * was faster.
 */
class CancelledIT {
  private final Cancellations cancellations = new Cancellations();
  private final MovableClock clock = new MovableClock();
  private final Instance instance =
      new Instance(
          clock,
          Map.of(
              "DeleteWithClaimId", "true",
              "RequireConfirmation", "false",
              "AllowHttp", "true",
              "AllowLoopback", "true"),
          new StoreDate(clock),
          cancellations);
  private final String queue = UUID.randomUUID().toString();

  private static List<String> ids(Instance.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }

  private Instance.Reply claim(int limit) {
    return instance.call("POST", queue + "/claims?limit=" + limit, "{\"ttl\":60,\"grace\":60}");
  }

  /** A request to delete messages by the claim that holds them. */
  private String finishedWork() {
    instance.post(queue, 2, 100);
    Instance.Reply claim = claim(2);
    return queue
        + "/messages?ids="
        + String.join(",", ids(claim))
        + claim.headers().get("Location").replaceAll(".*/", "&claim_ids=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"})
  void deletionByClaims_thatIsCancelledOnceDeletes(String reason) {
    String finished = finishedWork();
    cancellations.cancel(1, reason);

    assertThat(instance.call("DELETE", finished, "").status()).isEqualTo(204);
    assertThat(instance.call("GET", queue + "/stats", "").body().at("/messages/total").asInt())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"})
  void deletionByClaims_thatIsCancelledAgainAndAgainIsA503(String reason) {
    String finished = finishedWork();
    cancellations.cancelAll(reason);

    assertThat(instance.call("DELETE", finished, "").status()).isEqualTo(503);
    cancellations.heal();

    assertThat(instance.call("DELETE", finished, "").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingError", "TransactionConflict"})
  void creation_thatIsCancelledOnceCreates(String reason) {
    cancellations.cancel(1, reason);
    assertThat(instance.call("PUT", queue, "{}").status()).isEqualTo(201);

    cancellations.cancel(1, reason);
    assertThat(
            instance
                .call("POST", queue + "/subscriptions", "{\"subscriber\":\"http://127.0.0.1:9/\"}")
                .status())
        .isEqualTo(201);
  }

  /** One message that was claimed too often, and others behind it. */
  private void exhaustOneBefore(int others) {
    String metadata = "{\"_max_claim_count\":1,\"_dead_letter_queue\":\"" + queue + "-dead\"}";
    instance.call("PUT", queue, metadata);
    instance.post(queue, 1, 100);
    assertThat(claim(1).status()).isEqualTo(201);
    clock.advance(Duration.ofSeconds(65));
    if (others > 0) {
      instance.post(queue, others, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ThrottlingError", "ProvisionedThroughputExceeded", "TransactionConflict"})
  void deadLetter_thatCannotMoveHoldsNothingElseUp(String reason) {
    exhaustOneBefore(5);
    cancellations.cancelAll(reason);

    assertThat(ids(claim(1))).as("what lies behind it").hasSize(1);
    assertThat(ids(claim(10))).hasSize(4);
    assertThat(instance.log()).anyMatch(line -> line.contains("could not be moved"));
    assertThat(claim(10).status()).as("there is nothing else").isEqualTo(503);
    cancellations.heal();

    assertThat(claim(10).status()).isEqualTo(204);
    assertThat(ids(instance.call("GET", queue + "-dead/messages?echo=true", ""))).hasSize(1);
  }

  @Test
  void deadLetter_thatWasClaimedMeanwhileIsNoFault() {
    exhaustOneBefore(2);
    cancellations.cancelAll("ConditionalCheckFailed");

    assertThat(ids(claim(10))).hasSize(2);
    assertThat(claim(10).status()).isEqualTo(204);
  }
}
