// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters that go back (contract 6.3). Claims end by release here. */
@Against(DEFAULTS)
class RedriveContractIT {
  private final Zaqar zaqar;
  private final Queue queue;
  private final Queue graveyard;

  RedriveContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
    graveyard = zaqar.queue("graveyard");
  }

  @BeforeEach
  void createBoth() {
    graveyard.create();
    queue.create(
        "{'_max_claim_count': 1, '_dead_letter_queue': 'graveyard',"
            + " '_dead_letter_queue_messages_ttl': 7799}");
  }

  private void bury(Queue from, int count) {
    from.postNumbers(count);
    from.claim("?limit=20", "{}").release();
    from.claims("?limit=20", "{}").expect(204);
  }

  private JsonNode redrive(String body) {
    return zaqar.post(graveyard.path("/redrive")).json(body).expect(200).json();
  }

  private void assertRedriven(JsonNode answer, int moved, boolean more) {
    assertThat(answer).isEqualTo(Json.of("{'moved': " + moved + ", 'more': " + more + "}"));
  }

  @Test
  void letters_goBackToWhereTheyCameFromAndBeginAnew() {
    bury(queue, 3);
    int ttl = graveyard.list("?echo=true").at("/0/ttl").intValue();
    assertThat(ttl).isEqualTo(7799);

    assertRedriven(zaqar.post(graveyard.path("/redrive")).expect(200).json(), 3, false);

    assertThat(graveyard.list("?echo=true")).isEmpty();
    Claim claim = queue.claim();
    assertThat(claim.bodies()).containsExactly("0", "1", "2");
    assertThat(queue.list("?echo=true&include_claimed=true").at("/0/ttl").intValue())
        .isLessThan(7799);
    claim.release();
    queue.claims("", "{}").expect(204);
    assertThat(graveyard.bodies("?echo=true")).containsExactly("0", "1", "2");
  }

  @Test
  void letters_ofSeveralQueuesGoEachToItsOwn() {
    Queue other = zaqar.queue("other");
    other.create("{'_max_claim_count': 1, '_dead_letter_queue': 'graveyard'}");
    bury(queue, 2);
    bury(other, 1);

    assertRedriven(redrive("{}"), 3, false);

    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1");
    assertThat(other.bodies("?echo=true")).containsExactly("0");
  }

  @Test
  void limit_movesTheOldestAndSaysThatMoreIsThere() {
    bury(queue, 5);

    assertRedriven(redrive("{'limit': 2}"), 2, true);
    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1");
    assertRedriven(redrive("{'limit': 3}"), 3, false);
    assertRedriven(redrive("{'limit': 3}"), 0, false);
    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void letters_areMovedByMoreThanOneRound() {
    for (int i = 0; i < 3; i++) {
      bury(queue, 15);
    }

    assertRedriven(redrive("{}"), 45, false);
    assertThat(queue.stats().path("free").intValue()).isEqualTo(45);
  }

  @Test
  void to_namesAnotherQueueForWhateverIsThere() {
    bury(queue, 1);
    graveyard.post("{'body': 'new'}");
    Queue other = zaqar.queue("elsewhere");

    assertRedriven(redrive("{'to': 'elsewhere'}"), 2, false);

    assertThat(other.bodies("?echo=true")).containsExactly("0", "new");
    assertThat(queue.list("?echo=true")).isEmpty();
  }

  @Test
  void letters_thatAreClaimedStay() {
    bury(queue, 2);
    Claim claim = graveyard.claim("?limit=1", "{}");

    assertRedriven(redrive("{}"), 1, false);

    claim.release();
    assertThat(graveyard.bodies("?echo=true")).containsExactly("0");
    assertThat(queue.bodies("?echo=true")).containsExactly("1");
  }

  @Test
  void messages_thatCameFromNowhereStayUnlessToSaysWhere() {
    graveyard.post("{'body': 'new'}");
    bury(queue, 1);

    assertRedriven(redrive("{}"), 1, true);
    zaqar.post(graveyard.path("/redrive")).json("{}").refused(400, "Invalid API request");
    assertThat(graveyard.bodies("?echo=true")).containsExactly("new");
  }

  @Test
  void project_keepsItsLetters() {
    bury(queue, 1);
    Queue foreign = graveyard.by(zaqar.otherProject());

    assertRedriven(
        foreign.zaqar().post(foreign.path("/redrive")).json("{}").expect(200).json(), 0, false);
    assertRedriven(redrive("{'to': 'elsewhere'}"), 1, false);
    assertThat(zaqar.otherProject().queue("elsewhere").list("?echo=true")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'to': 'graveyard'}",
        "{'to': 'no/name'}",
        "{'to': ''}",
        "{'to': 7}",
        "{'limit': 0}",
        "{'limit': 1001}",
      })
  void request_outOfLimitsIsRefused(String body) {
    zaqar.post(graveyard.path("/redrive")).json(body).refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "{'limit': 'all'}", "{'limit': 1.5}"})
  void request_ofAnotherKindIsRefused(String body) {
    zaqar.post(graveyard.path("/redrive")).json(body).refused(400, "Invalid request body");
  }

  private String subscribe(Hook hook, String letters) {
    String options = "{'_dead_letter_queue': '" + letters + "'}";
    String body = "{'subscriber': '" + hook.url("/hook") + "', 'options': " + options + "}";
    String id = queue.subscribe(body).expect(201).json().path("subscription_id").asText();
    hook.confirm(zaqar);
    return id;
  }

  /** Has the delivery of a message be given up; returns what the receiver was sent. */
  private Hook.Received giveUp(Hook hook, String body) {
    hook.answer(404);
    queue.post("{'body': " + body + ", 'ttl': 300}");
    Hook.Received refused = hook.notification();
    Wait.until("there is a letter", () -> graveyard.list("?echo=true").size() == 1);
    return refused;
  }

  @Test
  void letters_aboutDeliveriesGoToTheirSubscribersAgain() throws Exception {
    try (Hook hook = new Hook()) {
      subscribe(hook, "graveyard");
      Hook.Received refused = giveUp(hook, "{'a': [1, 2.50]}");

      assertRedriven(redrive("{}"), 1, false);

      Hook.Received again = hook.notification();
      assertThat(again.body()).isEqualTo(refused.body()).contains("2.50");
      assertThat(again.header("Webhook-id")).isEqualTo(refused.header("Webhook-id"));
      assertThat(graveyard.list("?echo=true")).isEmpty();
      assertThat(queue.list("?echo=true")).as("nobody else hears of it").hasSize(1);
      hook.assertNoMoreNotifications();
    }
  }

  @Test
  void letters_whoseDeliveryFailsAgainComeBack() throws Exception {
    try (Hook hook = new Hook()) {
      subscribe(hook, "graveyard");
      giveUp(hook, "1");
      hook.answer(404);

      assertRedriven(redrive("{}"), 1, false);

      hook.notification();
      Wait.until("the letter is back", () -> graveyard.list("?echo=true").size() == 1);
    }
  }

  @Test
  void letters_ofASubscriptionThatIsGoneStay() throws Exception {
    try (Hook hook = new Hook()) {
      String id = subscribe(hook, "graveyard");
      giveUp(hook, "1");
      queue.subscription("DELETE", id).expect(204);

      zaqar.post(graveyard.path("/redrive")).json("{}").refused(400, "Invalid API request");

      assertThat(graveyard.list("?echo=true")).hasSize(1);
      hook.assertNoMoreNotifications();
    }
  }

  /** Whoever may post to a queue reaches only those whose letters go there. */
  @Test
  void letters_thatSomebodyMadeUpReachNoOtherSubscriber() throws Exception {
    try (Hook hook = new Hook()) {
      String id = subscribe(hook, "elsewhere");
      String message = queue.postNumbers(1).getFirst();
      hook.notification();
      String letter =
          "{'body': 'made up', 'ttl': 60, 'queue_name': '%s', 'message_id': '%s',"
                  .formatted(queue.name(), message)
              + " 'subscription_id': '%s'}".formatted(id);
      String author = UUID.nameUUIDFromBytes("zaqar".getBytes(StandardCharsets.UTF_8)).toString();
      zaqar
          .post(graveyard.path("/messages"))
          .header("Client-ID", author)
          .json("{'messages': [{'body': " + letter + "}]}")
          .expect(201);

      zaqar.post(graveyard.path("/redrive")).json("{}").refused(400, "Invalid API request");

      hook.assertNoMoreNotifications();
    }
  }

  @Test
  void redrive_isOnlyForPost() {
    List.of("GET", "PUT", "DELETE")
        .forEach(method -> zaqar.call(method, graveyard.path("/redrive")).expect(405));
  }
}
