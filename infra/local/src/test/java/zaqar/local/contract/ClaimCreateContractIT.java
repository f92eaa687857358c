// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claiming messages (contract 6, POST). */
@Against(DEFAULTS)
class ClaimCreateContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  ClaimCreateContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void claim_takesTheOldestInOrder() {
    queue.postNumbers(5);

    assertThat(queue.claim("?limit=2", "{}").bodies()).containsExactly("0", "1");
    assertThat(queue.claim("?limit=2", "{}").bodies()).containsExactly("2", "3");
    assertThat(queue.claim("?limit=2", "{}").bodies()).containsExactly("4");
    queue.claims("?limit=2", "{}").expect(204).empty();
  }

  @Test
  void claim_ofNothingIs204AndCreatesNothing() {
    Reply reply = queue.claims("", "{}").expect(204).empty();

    assertThat(reply.header("Location")).isEmpty();
    zaqar.put(queue.path()).expect(201);
    queue.claims("", "{'ttl': 100, 'grace': 60}").expect(204);
  }

  @Test
  void claim_takes10UnlessAskedForMore() {
    queue.postNumbers(31);

    assertThat(queue.claim("", "{}").messages()).hasSize(10);
    assertThat(queue.claim("?limit=20", "{}").messages()).hasSize(20);
    assertThat(queue.claim("?limit=20", "{}").messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "21", "200"})
  void limit_isFrom1To20(String limit) {
    queue.claims("?limit=" + limit, "{}").refused(400, "Invalid API request");
    queue.postNumbers(1);
    queue.claims("?limit=" + limit, "{}").refused(400, "Invalid API request");
  }

  @Test
  void claim_takesOnesOwnMessagesAndOthers() {
    queue.postNumbers(1);
    queue.by(zaqar.otherClient()).post("{'body': 'theirs'}");

    assertThat(queue.claim().bodies()).containsExactly("0", "theirs");
  }

  @Test
  void claim_skipsMessagesUnderALiveClaim() {
    queue.postNumbers(6);
    Claim first = queue.claim("?limit=2", "{}");
    Claim second = queue.claim("?limit=2", "{}");
    first.release();

    assertThat(queue.claim("?limit=20", "{}").bodies()).containsExactly("0", "1", "4", "5");
    assertThat(Json.texts(second.get().expect(200).json().path("messages"), "body"))
        .containsExactly("2", "3");
  }

  @Test
  void claim_skipsDelayedMessages() {
    queue.create("{'_default_message_delay': 900}");
    queue.post("{'body': 'a', 'delay': 0}", "{'body': 'b'}", "{'body': 'c', 'delay': 0}");

    assertThat(queue.claim().bodies()).containsExactly("a", "c");
    queue.claims("", "{}").expect(204);
  }

  @Test
  void claim_isOfTheCallersProject() {
    queue.postNumbers(1);

    queue.by(zaqar.otherProject()).claims("", "{}").expect(204);
  }

  @Test
  void claimedMessage_isNamedWithItsClaim() {
    queue.postNumbers(2);
    Claim claim = queue.claim();

    for (JsonNode message : claim.messages()) {
      assertThat(message.path("href").asText())
          .isEqualTo(
              queue.path("/messages/" + message.path("id").asText() + "?claim_id=" + claim.id()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                          | 300",
        "{'grace': 100}              | 300",
        "{'ttl': 100}                | 100",
        "{'ttl': 60, 'grace': 60}    | 60",
        "{'ttl': 43200, 'grace': 43200} | 43200",
        "{'unknown': 'x', 'ttl': 61} | 61",
      })
  void body_mayLeaveOutWhatHasADefault(String body, int ttl) {
    queue.postNumbers(1);

    assertThat(queue.claim("", body).get().expect(200).json().path("ttl").intValue())
        .isEqualTo(ttl);
  }

  @Test
  void body_mayBeMissing() {
    queue.postNumbers(1);
    Reply claimed = zaqar.post(queue.path("/claims")).expect(201);

    assertThat(zaqar.get(claimed.location()).expect(200).json().path("ttl").intValue())
        .isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({"-1,-1", "59,60", "60,59", "60,43201", "43201,60", "0,60", "60,0", "true,60"})
  void ttlAndGrace_outsideTheirLimitsAreRefused(String ttl, String grace) {
    queue.postNumbers(1);
    String body = "{'ttl': " + ttl + ", 'grace': " + grace + "}";

    queue.claims("", body).refused(400, "Invalid API request");
    assertThat(queue.list("?echo=true")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'60'", "60.0", "null", "[]", "{}"})
  void ttlAndGrace_thatAreNoIntegersAreRefused(String value) {
    queue.claims("", "{'ttl': " + value + "}").refused(400, "Invalid request body");
    queue.claims("", "{'grace': " + value + "}").refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[]", ".", "'fail'", "null", "1", "[{'ttl': 60}]", "{'ttl': 60"})
  void body_ofAnyOtherFormIsRefused(String body) {
    queue.claims("", body).refused(400, "Invalid request body");
  }

  @Test
  void claimed_isHiddenUntilReleased() {
    String id = queue.postNumbers(1).getFirst();
    Claim claim = queue.claim();

    assertThat(queue.list("?echo=true")).isEmpty();
    queue.message("GET", id).expect(200);
    claim.release();
    assertThat(queue.list("?echo=true")).hasSize(1);
    assertThat(queue.claim().ids()).isEqualTo(List.of(id));
  }
}
