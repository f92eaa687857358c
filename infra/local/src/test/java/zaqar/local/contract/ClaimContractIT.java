// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Showing, renewing and releasing claims (contract 6, GET, PATCH, DELETE). */
@Against(DEFAULTS)
class ClaimContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  ClaimContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void show_hasTheMessagesThatWereClaimed() {
    queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{'ttl': 100}");
    JsonNode seen = claim.get().expect(200).json();

    assertThat(seen.path("ttl").intValue()).isEqualTo(100);
    assertThat(Json.texts(seen.path("messages"), "id")).isEqualTo(claim.ids());
    assertThat(Json.texts(seen.path("messages"), "href"))
        .isEqualTo(Json.texts(claim.messages(), "href"));
  }

  @Test
  void show_leavesOutWhatWasDeleted() {
    queue.postNumbers(2);
    Claim claim = queue.claim();
    zaqar.delete(claim.messages().at("/0/href").asText()).expect(204);

    assertThat(Json.texts(claim.get().expect(200).json().path("messages"), "id"))
        .containsExactly(claim.ids().get(1));
  }

  @Test
  void claim_livesWhileItHoldsAMessage() {
    queue.postNumbers(2);
    Claim claim = queue.claim();
    claim.messages().forEach(message -> zaqar.delete(message.path("href").asText()).expect(204));

    claim.get().refused(404, "Not found");
    claim.renew("{}").refused(404, "Not found");
    claim.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "-1", "3381af92-2b9e-11e3-b191-71861300734c", "%20"})
  void claim_thatIsUnknownIs404(String id) {
    String path = queue.path("/claims/" + id);
    zaqar.get(path).refused(404, "Not found");
    zaqar.call("PATCH", path).json("{'ttl': 100}").refused(404, "Not found");
    zaqar.delete(path).expect(204).empty();

    queue.postNumbers(1);
    zaqar.get(path).refused(404, "Not found");
    zaqar.call("PATCH", path).json("{'ttl': 100}").refused(404, "Not found");
    zaqar.delete(path).expect(204).empty();
  }

  @Test
  void claim_isOfItsQueueAndProject() {
    queue.postNumbers(1);
    Claim claim = queue.claim();
    Queue sibling = zaqar.queue();
    sibling.postNumbers(1);
    Queue foreign = queue.by(zaqar.otherProject());
    foreign.postNumbers(1);

    for (Queue other : List.of(sibling, foreign)) {
      Claim claimElsewhere = new Claim(other, claim.id(), claim.messages());
      claimElsewhere.get().refused(404, "Not found");
      claimElsewhere.renew("{}").refused(404, "Not found");
      claimElsewhere.release();
    }
    claim.get().expect(200);
    new Claim(queue.by(zaqar.otherClient()), claim.id(), claim.messages()).get().expect(200);
  }

  @Test
  void renew_setsTtlAndAge() {
    queue.postNumbers(1);
    Claim claim = queue.claim("", "{'ttl': 100}");
    Wait.until("the claim is a second old", () -> age(claim) >= 1);

    claim.renew("{'ttl': 60, 'grace': 60}").expect(204).empty();

    assertThat(claim.get().expect(200).json().path("ttl").intValue()).isEqualTo(60);
    assertThat(age(claim)).isZero();
  }

  private static int age(Claim claim) {
    return claim.get().expect(200).json().path("age").intValue();
  }

  @Test
  void renew_withoutTtlSetsTheDefaultNotTheOldOne() {
    queue.postNumbers(1);
    Claim claim = queue.claim("", "{'ttl': 100}");

    claim.renew("{}").expect(204);
    assertThat(claim.get().expect(200).json().path("ttl").intValue()).isEqualTo(300);
    claim.renew("{'ttl': 200}").expect(204);
    claim.renew("{'grace': 100}").expect(204);
    assertThat(claim.get().expect(200).json().path("ttl").intValue()).isEqualTo(300);
  }

  @Test
  void renew_needsNoMediaType() {
    queue.postNumbers(1);
    Claim claim = queue.claim();

    claim.renew("{}").header("Content-Type", "text/plain").expect(204);
    claim.renew("{}").header("Content-Type", Queue.PATCH_TYPE).expect(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'ttl': -1}",
        "{'ttl': 0}",
        "{'ttl': 59}",
        "{'ttl': 43201}",
        "{'grace': -1}",
        "{'grace': 1}",
        "{'grace': 59}",
        "{'grace': 43201}",
        "{'ttl': 100, 'grace': 43201}",
      })
  void renew_outsideTheLimitsIsRefusedBeforeTheLookup(String body) {
    new Claim(queue, UUID.randomUUID().toString(), Json.of("[]"))
        .renew(body)
        .refused(400, "Invalid API request");
    queue.postNumbers(1);
    Claim claim = queue.claim("", "{'ttl': 100}");
    claim.renew(body).refused(400, "Invalid API request");
    assertThat(claim.get().expect(200).json().path("ttl").intValue()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[]", ".", "'fail'", "null", "{'ttl': '60'}", "{'grace': 60.0}"})
  void renew_withAnyOtherBodyIsRefused(String body) {
    queue.postNumbers(1);

    queue.claim().renew(body).refused(400, "Invalid request body");
  }

  @Test
  void renew_withoutABodyIsRefused() {
    queue.postNumbers(1);
    Claim claim = queue.claim();

    zaqar.call("PATCH", claim.path()).refused(400);
    claim.renew("").refused(400);
  }

  @Test
  void renew_touchesTheMessagesThatAreLeft() {
    List<String> ids = queue.postNumbers(2);
    Claim claim = queue.claim();
    queue.message("DELETE", ids.get(0) + "?claim_id=" + claim.id()).expect(204);

    claim.renew("{'ttl': 43200, 'grace': 60}").expect(204);

    queue.message("GET", ids.get(0)).refused(404, "Not found");
    assertThat(queue.message("GET", ids.get(1)).expect(200).json().path("ttl").intValue())
        .isEqualTo(43260);
  }

  @Test
  void release_givesTheMessagesBackAtOnce() {
    queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{}");
    claim.release();

    claim.get().refused(404, "Not found");
    claim.renew("{}").refused(404, "Not found");
    assertThat(queue.claim().bodies()).containsExactly("0", "1", "2");
  }

  @Test
  void release_is204EachTime() {
    queue.postNumbers(1);
    Claim claim = queue.claim();

    zaqar.delete(claim.path()).expect(204).empty();
    zaqar.delete(claim.path()).expect(204).empty();
  }

  @Test
  void release_ofAnOlderClaimLeavesTheLiveOne() {
    queue.postNumbers(1);
    Claim first = queue.claim();
    first.release();
    Claim second = queue.claim();

    first.release();

    second.get().expect(200);
    assertThat(queue.list("?echo=true")).isEmpty();
    queue.claims("", "{}").expect(204);
  }
}
