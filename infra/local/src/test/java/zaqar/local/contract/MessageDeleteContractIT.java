// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleting one message, or several by their ids (contract 5, both tables). */
@Against(DEFAULTS)
class MessageDeleteContractIT {
  private static final String TITLE = "Unable to delete";

  private final Zaqar zaqar;
  private final Queue queue;

  MessageDeleteContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void delete_is204EachTime() {
    String id = queue.postNumbers(1).getFirst();

    queue.message("DELETE", id).expect(204).empty();
    queue.message("GET", id).refused(404, "Not found");
    queue.message("DELETE", id).expect(204).empty();
  }

  @Test
  void delete_ofAMessageThatNeverWasIs204WithAnyClaim() {
    String gone = queue.postNumbers(1).getFirst();
    String live = queue.claim().id();
    queue.message("DELETE", gone + "?claim_id=" + live).expect(204);

    for (String id : List.of(gone, "a", "-1")) {
      queue.message("DELETE", id).expect(204);
      queue.message("DELETE", id + "?claim_id=" + live).expect(204);
      queue.message("DELETE", id + "?claim_id=malformed").expect(204);
      zaqar.queue().message("DELETE", id + "?claim_id=" + live).expect(204);
      zaqar.queue().message("DELETE", id + "?claim_id=malformed").expect(204);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", "0", "a-b-c", "%20"})
  void delete_ofAFreeMessageWithAMalformedClaimIs400(String claimId) {
    String id = queue.postNumbers(1).getFirst();

    queue.message("DELETE", id + "?claim_id=" + claimId).refused(400, TITLE);
    queue.message("GET", id).expect(200);
  }

  @Test
  void delete_ofAFreeMessageWithAnyClaimIs400() {
    queue.postNumbers(1);
    String live = queue.claim().id();
    String id = queue.postNumbers(1).getFirst();
    String unknown = claimOfAnotherQueue();

    queue.message("DELETE", id + "?claim_id=" + live).refused(400, TITLE);
    queue.message("DELETE", id + "?claim_id=" + unknown).refused(400, TITLE);
    queue.message("GET", id).expect(200);
  }

  @Test
  void delete_ofAClaimedMessageNeedsItsClaim() {
    List<String> ids = queue.postNumbers(2);
    Claim claim = queue.claim("?limit=1", "{}");
    Claim other = queue.claim("?limit=1", "{}");
    String id = ids.getFirst();

    queue.message("DELETE", id).refused(403, TITLE);
    queue.by(zaqar.otherClient()).message("DELETE", id).refused(403, TITLE);
    queue.message("DELETE", id + "?claim_id=").refused(403, TITLE);
    queue.message("DELETE", id + "?claim_id=" + other.id()).refused(403, TITLE);
    queue.message("DELETE", id + "?claim_id=" + claimOfAnotherQueue()).refused(403, TITLE);
    queue.message("DELETE", id + "?claim_id=malformed").refused(400, TITLE);
    queue.message("GET", id).expect(200);
    queue.message("DELETE", id + "?claim_id=" + claim.id()).expect(204);
    queue.message("GET", id).refused(404, "Not found");
  }

  @Test
  void delete_byAnyClientThatKnowsTheClaim() {
    queue.postNumbers(1);
    String href = queue.claim().messages().at("/0/href").asText();

    zaqar.otherClient().delete(href).expect(204);
    zaqar.get(href).refused(404, "Not found");
  }

  @Test
  void delete_withAReleasedClaimIs400() {
    String id = queue.postNumbers(1).getFirst();
    Claim claim = queue.claim();
    claim.release();

    queue.message("DELETE", id + "?claim_id=" + claim.id()).refused(400, TITLE);
    queue.message("GET", id).expect(200);
    queue.message("DELETE", id).expect(204);
  }

  @Test
  void delete_withTheClaimBeforeTheLiveOneIs403() {
    String id = queue.postNumbers(1).getFirst();
    Claim released = queue.claim();
    released.release();
    Claim live = queue.claim();

    queue.message("DELETE", id + "?claim_id=" + released.id()).refused(403, TITLE);
    queue.message("DELETE", id).refused(403, TITLE);
    queue.message("DELETE", id + "?claim_id=" + live.id()).expect(204);
  }

  @Test
  void delete_fromAnotherProjectTouchesNothing() {
    queue.postNumbers(1);
    String href = queue.claim().messages().at("/0/href").asText();

    zaqar.otherProject().delete(href).expect(204);
    zaqar.otherProject().get(href).refused(404, "Not found");
    zaqar.get(href).expect(200);
  }

  @Test
  void delete_ofADelayedMessageIs204() {
    queue.create("{'_default_message_delay': 900}");
    String id = queue.postNumbers(1).getFirst();

    queue.message("DELETE", id).expect(204);
    queue.message("GET", id).refused(404, "Not found");
  }

  @Test
  void bulk_is204EachTime() {
    List<String> ids = queue.postNumbers(4);
    String query = "?ids=" + Queue.commas(ids.subList(0, 3));

    queue.messages("DELETE", query).expect(204).empty();
    queue.messages("GET", query).refused(404, "Not found");
    queue.messages("DELETE", query).expect(204);
    assertThat(queue.bodies("?echo=true")).containsExactly("3");
    zaqar.delete(queue.path()).expect(204);
    queue.messages("DELETE", query).expect(204);
  }

  @Test
  void bulk_ofUnknownIdsIs204() {
    queue.messages("DELETE", "?ids=a,b,c").expect(204);
    queue.create().messages("DELETE", "?ids=a,b,c").expect(204);
  }

  @Test
  void bulk_asksForNoClaim() {
    List<String> ids = queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{}");

    queue.messages("DELETE", "?ids=" + ids.get(0) + "," + ids.get(2)).expect(204);

    assertThat(Json.texts(claim.get().expect(200).json().path("messages"), "id"))
        .containsExactly(ids.get(1));
    assertThat(queue.stats().path("total").intValue()).isEqualTo(1);
  }

  @Test
  void bulk_doesNotLookAtClaimIds() {
    List<String> ids = queue.postNumbers(1);

    queue.messages("DELETE", "?ids=" + ids.getFirst() + "&claim_ids=whatever").expect(204);
    queue.message("GET", ids.getFirst()).refused(404, "Not found");
  }

  @Test
  void bulk_takesAtMost20Ids() {
    List<String> ids = queue.postNumbers(22);

    queue.messages("DELETE", "?ids=" + Queue.commas(ids)).refused(400, "Invalid API request");
    queue
        .messages("DELETE", "?ids=" + Queue.commas(ids.subList(0, 21)))
        .refused(400, "Invalid API request");
    assertThat(queue.stats().path("total").intValue()).isEqualTo(22);
    queue.messages("DELETE", "?ids=" + Queue.commas(ids.subList(0, 20))).expect(204);
    assertThat(queue.stats().path("total").intValue()).isEqualTo(2);
  }

  @Test
  void bulk_ofEverythingIsRefused() {
    queue.postNumbers(1);

    queue.messages("DELETE", "").refused(400, "Invalid API request");
    queue.messages("DELETE", "?limit=1").refused(400, "Invalid API request");
    assertThat(queue.list("?echo=true")).hasSize(1);
  }

  private String claimOfAnotherQueue() {
    Queue other = zaqar.queue();
    other.postNumbers(1);
    return other.claim().id();
  }
}
