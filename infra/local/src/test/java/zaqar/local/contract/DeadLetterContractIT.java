// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are claimed too often (contract 6.3). Claims end by release here. */
@Against(DEFAULTS)
class DeadLetterContractIT {
  private final Zaqar zaqar;
  private final Queue queue;
  private final Queue graveyard;

  DeadLetterContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
    graveyard = zaqar.queue("graveyard");
  }

  private void createBoth(int maxClaimCount) {
    graveyard.create();
    queue.create("{'_max_claim_count': " + maxClaimCount + ", '_dead_letter_queue': 'graveyard'}");
  }

  @Test
  void claim_beyondTheLimitMovesTheMessage() {
    createBoth(2);
    String id = queue.post("{'ttl': 300, 'body': {'n': 1}}").getFirst();
    queue.claim().release();
    queue.claim().release();

    queue.claims("", "{}").expect(204).empty();

    queue.message("GET", id).refused(404, "Not found");
    assertThat(queue.stats().path("total").intValue()).isZero();
    JsonNode moved = graveyard.list("?echo=true").get(0);
    assertThat(moved.path("body")).isEqualTo(Json.of("{'n': 1}"));
    assertThat(moved.path("id").asText()).isNotEqualTo(id);
    assertThat(moved.path("ttl").intValue()).isGreaterThanOrEqualTo(300);
    zaqar.get(moved.path("href").asText()).expect(200);
  }

  @Test
  void limit_mayBeSetLaterByPatch() {
    graveyard.create();
    queue.create();
    queue
        .patch(
            """
            [{'op': 'add', 'path': '/metadata/_max_claim_count', 'value': 2},
             {'op': 'add', 'path': '/metadata/_dead_letter_queue', 'value': 'graveyard'},
             {'op': 'add', 'path': '/metadata/_dead_letter_queue_messages_ttl', 'value': 7799}]
            """)
        .expect(200);
    queue.postNumbers(1);
    queue.claim().release();
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    assertThat(graveyard.list("?echo=true").at("/0/ttl").intValue()).isEqualTo(7799);
  }

  @Test
  void movedMessage_isAvailableAtOnce() {
    createBoth(1);
    queue.postNumbers(1);
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    assertThat(graveyard.list("?echo=true")).hasSize(1);
    assertThat(graveyard.stats().path("free").intValue()).isEqualTo(1);
    assertThat(graveyard.claim().bodies()).containsExactly("0");
  }

  @Test
  void movedMessage_goesToTheEnd() {
    createBoth(1);
    queue.postNumbers(1);
    graveyard.post("{'body': 'before'}");
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    assertThat(graveyard.bodies("?echo=true")).containsExactly("before", "0");
  }

  @Test
  void movedMessage_staysTheClientsAndKeepsItsAge() {
    createBoth(1);
    String id = queue.postNumbers(1).getFirst();
    Wait.until(
        "the message is a second old",
        () -> queue.message("GET", id).expect(200).json().path("age").intValue() >= 1);
    Queue worker = queue.by(zaqar.otherClient());
    worker.claim().release();
    worker.claims("", "{}").expect(204);

    assertThat(graveyard.list("")).isEmpty();
    assertThat(graveyard.list("?echo=true").at("/0/age").intValue()).isPositive();
    assertThat(graveyard.by(worker.zaqar()).list("")).hasSize(1);
  }

  @Test
  void movedMessages_areEachOfTheBatch() {
    createBoth(1);
    queue.postNumbers(5);
    queue.claim("?limit=3", "{}").release();

    List<String> claimed = queue.claim("?limit=20", "{}").bodies();

    assertThat(claimed).containsExactly("3", "4");
    assertThat(graveyard.bodies("?echo=true")).containsExactly("0", "1", "2");
  }

  @Test
  void renewal_doesNotResetTheCount() {
    createBoth(2);
    queue.postNumbers(1);
    Claim first = queue.claim();
    first.renew("{}").expect(204);
    first.renew("{}").expect(204);
    first.release();
    Claim second = queue.claim();
    second.renew("{}").expect(204);
    second.release();

    queue.claims("", "{}").expect(204);
    assertThat(graveyard.list("?echo=true")).hasSize(1);
  }

  @Test
  void movedMessage_saysWhereItWasWhenAsked() {
    createBoth(2);
    queue.postNumbers(1);
    queue.claim().release();
    queue.claim().release();
    queue.claims("", "{}").expect(204);
    JsonNode origin =
        Json.of("{'queue': '" + queue.name() + "', 'reason': 'max_claim_count', 'claim_count': 2}");

    assertThat(graveyard.list("?echo=true&detailed=true").at("/0/dead_letter")).isEqualTo(origin);
    assertThat(graveyard.claim("?detailed=true", "{}").messages().get(0).path("dead_letter"))
        .isEqualTo(origin);
  }

  @Test
  void count_isShownByPop() {
    createBoth(5);
    queue.postNumbers(1);
    queue.claim().release();

    assertThat(queue.pop(1).expect(200).json().at("/messages/0/claim_count").intValue())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void limit_belowOneMovesOnTheFirstClaim(int limit) {
    createBoth(limit);
    queue.postNumbers(2);

    queue.claims("", "{}").expect(204);

    assertThat(graveyard.bodies("?echo=true")).containsExactly("0", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'_max_claim_count': 1}",
        "{'_dead_letter_queue': 'graveyard'}",
        "{'_max_claim_count': null, '_dead_letter_queue': 'graveyard'}",
        "{'_max_claim_count': 1, '_dead_letter_queue': null}",
      })
  void limit_needsBothKeys(String metadata) {
    graveyard.create();
    queue.create(metadata);
    queue.postNumbers(1);

    for (int claims = 0; claims < 4; claims++) {
      queue.claim().release();
    }
    assertThat(graveyard.list("?echo=true")).isEmpty();
    assertThat(queue.list("?echo=true")).hasSize(1);
  }

  @Test
  void deadLetterQueue_thatNeverWasLosesNothing() {
    queue.create("{'_max_claim_count': 1, '_dead_letter_queue': 'graveyard'}");
    queue.postNumbers(1);
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    int status = zaqar.put(graveyard.path()).send().status();
    assertThat(status).isIn(201, 204);
    assertThat(graveyard.bodies("?echo=true")).containsExactly("0");
  }

  @Test
  void deadLetterQueue_isOfTheSameProject() {
    Queue foreign = graveyard.by(zaqar.otherProject()).create();
    createBoth(1);
    queue.postNumbers(1);
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    assertThat(foreign.list("?echo=true")).isEmpty();
    assertThat(graveyard.list("?echo=true")).hasSize(1);
  }

  @Test
  void deadLetterQueue_mayHaveADotInItsName() {
    Queue dotted = zaqar.queue("grave.yard").create();
    queue.create("{'_max_claim_count': 1, '_dead_letter_queue': 'grave.yard'}");
    queue.postNumbers(1);
    queue.claim().release();
    queue.claims("", "{}").expect(204);

    assertThat(dotted.list("?echo=true")).hasSize(1);
  }
}
