// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.SHORT_LIVES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages and claims that end by the clock (contract 5, 6.1 and 6.2). */
@Against(SHORT_LIVES)
class ExpiryContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  ExpiryContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void expiredMessage_isNowhere() {
    String id = queue.post("{'body': 'brief', 'ttl': 1}").getFirst();
    untilGone(id);

    assertThat(queue.list("?echo=true&include_claimed=true")).isEmpty();
    queue.messages("GET", "?ids=" + id).refused(404, "Not found");
    assertThat(queue.stats())
        .isEqualTo(Json.of("{'claimed': 0, 'free': 0, 'delayed': 0, 'total': 0}"));
    queue.claims("", "{}").expect(204);
    assertThat(queue.pop(1).expect(200).json().path("messages")).isEmpty();
    queue.message("DELETE", id).expect(204);
    queue.message("DELETE", id + "?claim_id=malformed").expect(204);
  }

  @Test
  void expiredMessages_areSkipped() {
    String id =
        queue.post("{'body': 'brief', 'ttl': 2}", "{'body': 'long', 'ttl': 300}").getFirst();
    String next =
        queue.messages("GET", "?echo=true&limit=1").expect(200).json().at("/links/0/href").asText();
    untilGone(id);

    assertThat(queue.bodies("?echo=true")).containsExactly("long");
    assertThat(Json.texts(zaqar.get(next).expect(200).json().path("messages"), "body"))
        .containsExactly("long");
    assertThat(queue.stats().at("/oldest/href")).isEqualTo(queue.stats().at("/newest/href"));
    assertThat(queue.claim().bodies()).containsExactly("long");
  }

  @Test
  void grace_keepsAMessageAlive() {
    String id = queue.post("{'body': 1, 'ttl': 2}").getFirst();
    Claim claim = queue.claim("", "{'ttl': 4, 'grace': 60}");
    assertThat(claim.messages().at("/0/ttl").intValue()).isEqualTo(64);
    Wait.pass(Duration.ofMillis(2_500));
    queue.message("GET", id).expect(200);

    Wait.until("the claim lapses", () -> claim.get().send().status() == 404);

    queue.message("GET", id).expect(200);
    assertThat(queue.claim().ids()).containsExactly(id);
  }

  @Test
  void graceOfZero_endsWithTheClaim() {
    String id = queue.post("{'body': 1, 'ttl': 2}").getFirst();
    Claim claim = queue.claim("", "{'ttl': 3, 'grace': 0}");

    assertThat(claim.messages().at("/0/ttl").intValue()).isEqualTo(3);
    untilGone(id);
    claim.get().refused(404, "Not found");
  }

  @Test
  void lapsedClaim_givesItsMessagesBack() {
    List<String> ids = queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{'ttl': 2, 'grace': 0}");
    assertThat(queue.bodies("?echo=true")).containsExactly("2");

    Wait.until("the claim lapses", () -> queue.list("?echo=true").size() == 3);

    claim.get().refused(404, "Not found");
    claim.renew("{}").refused(404, "Not found");
    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1", "2");
    assertThat(queue.stats().path("claimed").intValue()).isZero();
    assertThat(queue.message("GET", ids.getFirst()).expect(200).json().path("href").asText())
        .isEqualTo(queue.path("/messages/" + ids.getFirst()));
    assertThat(queue.claim().ids()).isEqualTo(ids);
  }

  @Test
  void lapsedClaim_deletesNothingAnyMore() {
    List<String> ids = queue.postNumbers(2);
    Claim claim = queue.claim("", "{'ttl': 1, 'grace': 0}");
    Wait.until("the claim lapses", () -> queue.list("?echo=true").size() == 2);

    queue
        .message("DELETE", ids.get(0) + "?claim_id=" + claim.id())
        .refused(400, "Unable to delete");
    queue.message("GET", ids.get(0)).expect(200);
    queue.message("DELETE", ids.get(0)).expect(204);
    Claim other = queue.claim();
    queue
        .message("DELETE", ids.get(1) + "?claim_id=" + claim.id())
        .refused(403, "Unable to delete");
    claim.release();
    other.get().expect(200);
    queue.message("DELETE", ids.get(1) + "?claim_id=" + other.id()).expect(204);
  }

  @Test
  void lapsedClaims_areNotStartedOverByOthers() {
    queue.postNumbers(4);
    Claim brief = queue.claim("?limit=1", "{'ttl': 1, 'grace': 0}");
    Claim steady = queue.claim("?limit=2", "{'ttl': 60, 'grace': 0}");
    Wait.until("the claim lapses", () -> queue.list("?echo=true").size() == 2);

    assertThat(queue.claim("?limit=20", "{}").bodies()).containsExactly("0", "3");
    assertThat(steady.get().expect(200).json().path("messages")).hasSize(2);
    brief.get().refused(404, "Not found");
  }

  @Test
  void renewal_keepsAClaimAlive() {
    queue.postNumbers(1);
    Claim claim = queue.claim("", "{'ttl': 2, 'grace': 0}");
    claim.renew("{'ttl': 60, 'grace': 0}").expect(204);
    Wait.pass(Duration.ofMillis(2_500));

    JsonNode seen = claim.get().expect(200).json();
    assertThat(seen.path("age").intValue()).isBetween(2, 30);
    assertThat(seen.path("messages")).hasSize(1);
    queue.claims("", "{}").expect(204);
  }

  @Test
  void deadLetters_comeFromClaimsThatLapse() {
    Queue graveyard = zaqar.queue("graveyard").create();
    queue.create("{'_max_claim_count': 2, '_dead_letter_queue': 'graveyard'}");
    queue.postNumbers(1);
    for (int n = 0; n < 2; n++) {
      queue.claims("", "{'ttl': 1, 'grace': 0}").expect(201);
      Wait.until("the claim lapses", () -> !queue.list("?echo=true").isEmpty());
    }
    queue.claims("", "{'ttl': 1, 'grace': 0}").expect(204);

    assertThat(graveyard.bodies("?echo=true")).containsExactly("0");
  }

  @Test
  void deadLetterTtl_isReal() {
    Queue graveyard = zaqar.queue("graveyard").create();
    Queue other = zaqar.queue();
    String metadata = "'_max_claim_count': 0, '_dead_letter_queue': 'graveyard'";
    queue.create("{" + metadata + ", '_dead_letter_queue_messages_ttl': 2}");
    other.create("{" + metadata + ", '_dead_letter_queue_messages_ttl': 100}");
    queue.post("{'body': 'long', 'ttl': 300}");
    other.post("{'body': 'brief', 'ttl': 2}");
    queue.claims("", "{}").expect(204);
    other.claims("", "{}").expect(204);
    assertThat(Json.texts(graveyard.list("?echo=true"), "ttl")).containsExactly("2", "100");

    Wait.until("the first expires", () -> graveyard.list("?echo=true").size() == 1);
    Wait.pass(Duration.ofMillis(1_500));

    assertThat(graveyard.bodies("?echo=true")).containsExactly("brief");
  }

  private void untilGone(String id) {
    Wait.until("the message expires", () -> queue.message("GET", id).send().status() == 404);
  }
}
