// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.OPTIONS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What operators may choose: checksums, deletion by claim ids, Client-IDs, the original's delay.
 */
@Against(OPTIONS)
class OptionsContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  OptionsContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text': 'hello'}                       | 0d1551c6d4f5a836e94de1b2b1aa2471",
        "{ 'text' :'hello' }                     | 0d1551c6d4f5a836e94de1b2b1aa2471",
        "'zaqar'                                 | b5e91056dbe2db514aa8fe09c6a8e7b2",
        "42                                      | a1d0c6e83f027327d8461063f4ac58a6",
        "0                                       | cfcd208495d565ef66e7dff9f98764da",
        "1.5                                     | 6008647277c4454cecd97d33c069f0ca",
        "false                                   | 68934a3e9455fa72420237eb05902327",
        "''                                      | 9d4568c009d203ab10e33ea9953a0264",
        "[]                                      | d751713988987e9331980363e24189ce",
        "{}                                      | 99914b932bd37a50b983c5e7c90ae93b",
        "[1,2,{'b':null,'a':true}]               | 90e02e6d4b5d1d8019a364738924765a",
        "{'b':1,'a':2}                           | 9c4b0be101fabffd9afc9fef430146ea",
        "{'a':{'b':[{'c':[]}]}}                  | 23188526aedfb722591a219fc262ca33",
        "{'name':'Zoë','snow':'☃','clef':'𝄞'}    | 6b1644c01c927d0eea7d65a306a2b3a4",
        "'tab\\t quote\\\" slash/ back\\\\ nl\\n del\\u007f ctl\\u0001'"
            + "| c62b824bd6022bd4ad17844ab327853f",
        "[1.0,100.0,-0.5,1e2,1E-7,1.10,12345678901234567.0] | 2f8b1bccfc8e10a6a246a2d7aa02eb13",
        "{'a':1,'a':2}                           | 9f8a8e5ba8c70c774d410a9107e2a32b",
      })
  void checksum_isTheMd5OfTheBodyAsPythonWritesIt(String body, String md5) {
    String id = queue.post("{'body': " + body + "}").getFirst();
    String checksum = "MD5:" + md5;

    assertThat(queue.message("GET", id).expect(200).json().path("checksum").asText())
        .isEqualTo(checksum);
    assertThat(queue.list("?echo=true").at("/0/checksum").asText()).isEqualTo(checksum);
    assertThat(queue.list("?ids=" + id).at("/0/checksum").asText()).isEqualTo(checksum);
    Claim claim = queue.claim();
    assertThat(claim.messages().at("/0/checksum").asText()).isEqualTo(checksum);
    assertThat(claim.get().expect(200).json().at("/messages/0/checksum").asText())
        .isEqualTo(checksum);
    claim.release();
    JsonNode popped = queue.pop(1).expect(200).json().at("/messages/0");
    assertThat(popped.path("checksum").asText()).isEqualTo(checksum);
    assertThat(popped.has("href")).isFalse();
  }

  @Test
  void checksum_isLeftOutForNull() {
    queue.post("{'body': null}");

    assertThat(Json.names(queue.list("?echo=true").get(0)))
        .containsExactlyInAnyOrder("id", "href", "ttl", "age", "body");
  }

  @Test
  void statsEnds_haveNoChecksum() {
    queue.postNumbers(1);

    assertThat(Json.names(queue.stats().path("oldest")))
        .containsExactlyInAnyOrder("href", "age", "created");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ten-chars_", "a client of thirty-five characters!", "client/no. 1 {of 2}"})
  void clientId_mayBeAnyStringOf10To36Characters(String clientId) {
    assertThat(clientId.length()).isBetween(10, 36);
    Queue mine = zaqar.client(clientId).queue().create();
    mine.postNumbers(2);

    assertThat(mine.list("")).isEmpty();
    assertThat(mine.list("?echo=true")).hasSize(2);
    assertThat(mine.by(zaqar).list("")).hasSize(2);
    mine.claim().release();
    mine.zaqar().delete(mine.path()).expect(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nine-long", "this-client-id-has-thirty-seven-chars"})
  void clientId_ofAnyOtherLengthIsRefused(String clientId) {
    zaqar.client(clientId).get("/v2/queues").refused(400);
    zaqar.get("/v2/queues").without("Client-ID").refused(400, "Missing header value");
  }

  @Test
  void bulkDelete_needsClaimIds() {
    List<String> ids = queue.postNumbers(2);

    queue.messages("DELETE", "?ids=" + Queue.commas(ids)).refused(400, "Invalid API request");
    queue
        .messages("DELETE", "?claim_ids=&ids=" + Queue.commas(ids))
        .refused(400, "Invalid API request");
    assertThat(queue.list("?echo=true")).hasSize(2);
  }

  @Test
  void bulkDelete_takesTheMessagesOfTheClaims() {
    List<String> ids = queue.postNumbers(4);
    Claim first = queue.claim("?limit=2", "{}");
    Claim second = queue.claim("?limit=2", "{}");

    delete(ids.subList(1, 3), first.id() + "," + second.id() + ",").expect(204);
    assertThat(queue.stats().path("claimed").intValue()).isEqualTo(2);
    delete(ids, first.id() + "&claim_ids=" + second.id()).expect(204);
    assertThat(queue.stats().path("total").intValue()).isZero();
    delete(ids, first.id()).expect(204);
  }

  @Test
  void bulkDelete_ofAnythingElseDeletesNothing() {
    List<String> ids = queue.postNumbers(4);
    Claim first = queue.claim("?limit=1", "{}");
    Claim second = queue.claim("?limit=1", "{}");
    Claim released = queue.claim("?limit=1", "{}");
    released.release();

    delete(ids.subList(0, 2), first.id()).refused(400, "Unable to delete");
    delete(ids.subList(0, 3), first.id() + "," + second.id()).refused(400, "Unable to delete");
    delete(ids.subList(2, 3), released.id()).refused(400, "Unable to delete");
    delete(ids.subList(3, 4), "malformed").refused(400, "Unable to delete");
    assertThat(queue.stats().path("total").intValue()).isEqualTo(4);
    assertThat(queue.stats().path("claimed").intValue()).isEqualTo(2);
  }

  @Test
  void bulkDelete_withALapsedClaimDeletesNothing() {
    List<String> ids = queue.postNumbers(1);
    Claim claim = queue.claim("", "{'ttl': 1}");
    Wait.until("the claim lapses", () -> !queue.list("?echo=true").isEmpty());

    delete(ids, claim.id()).refused(400, "Unable to delete");
    queue.message("GET", ids.getFirst()).expect(200);
  }

  @Test
  void bulkDelete_ofMissingMessagesIs204() {
    List<String> ids = queue.postNumbers(2);
    Claim claim = queue.claim();
    delete(ids.subList(0, 1), claim.id()).expect(204);

    delete(ids, claim.id()).expect(204);
    delete(List.of("a", "b"), claim.id()).expect(204);
    delete(List.of("a", "b"), "malformed").expect(204);
    assertThat(queue.stats().path("total").intValue()).isZero();
  }

  @Test
  void pop_takesNoClaimIds() {
    queue.postNumbers(1);

    queue.messages("DELETE", "?pop=1&claim_ids=x").refused(400, "Invalid API request");
    assertThat(queue.pop(1).expect(200).json().path("messages")).hasSize(1);
  }

  @Test
  void singleDelete_isAsEver() {
    List<String> ids = queue.postNumbers(2);
    Claim claim = queue.claim("?limit=1", "{}");

    queue.message("DELETE", ids.get(0)).refused(403, "Unable to delete");
    queue.message("DELETE", ids.get(0) + "?claim_id=" + claim.id()).expect(204);
    queue.message("DELETE", ids.get(1)).expect(204);
  }

  private Call delete(List<String> ids, String claimIds) {
    return queue.messages("DELETE", "?ids=" + Queue.commas(ids) + "&claim_ids=" + claimIds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"901", "-1", "'x'", "null", "true", "900"})
  void delay_isNotLookedAtWhereTheQueueDoesNotDelay(String delay) {
    queue.post("{'body': 1, 'delay': " + delay + "}");

    assertThat(queue.list("?echo=true&include_delayed=false")).hasSize(1);
    assertThat(queue.claim().messages()).hasSize(1);
  }
}
