// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Popping messages (contract 5, DELETE with pop). */
@Against(DEFAULTS)
class MessagePopContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  MessagePopContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void pop_takesTheOldestAway() {
    List<String> ids = queue.postNumbers(5);

    assertThat(popped(1)).containsExactly("0");
    assertThat(queue.bodies("?echo=true")).containsExactly("1", "2", "3", "4");
    assertThat(popped(2)).containsExactly("1", "2");
    ids.subList(0, 3).forEach(id -> queue.message("GET", id).refused(404, "Not found"));
    assertThat(popped(20)).containsExactly("3", "4");
    assertThat(queue.stats().path("total").intValue()).isZero();
  }

  @Test
  void pop_takes20AtMost() {
    queue.postNumbers(22);

    assertThat(popped(20)).hasSize(20);
    assertThat(popped(20)).containsExactly("20", "21");
  }

  @Test
  void pop_ofNothingIs200() {
    JsonNode nothing = Json.of("{'messages': []}");

    assertThat(queue.pop(1).expect(200).json()).isEqualTo(nothing);
    zaqar.put(queue.path()).expect(201);
    assertThat(queue.pop(20).expect(200).json()).isEqualTo(nothing);
  }

  @Test
  void pop_takesOthersAndOnesOwn() {
    queue.postNumbers(1);
    queue.by(zaqar.otherClient()).post("{'body': 'theirs'}");

    assertThat(popped(2)).containsExactly("0", "theirs");
  }

  @Test
  void pop_skipsMessagesUnderALiveClaim() {
    queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{}");

    assertThat(popped(20)).containsExactly("2");
    claim.release();
    assertThat(popped(20)).containsExactly("0", "1");
  }

  @Test
  void pop_skipsDelayedMessages() {
    queue.create("{'_default_message_delay': 900}");
    queue.post("{'body': 'delayed'}", "{'body': 'ready', 'delay': 0}");

    assertThat(popped(20)).containsExactly("ready");
    assertThat(queue.stats().path("total").intValue()).isEqualTo(1);
  }

  @Test
  void pop_isOfTheCallersProject() {
    queue.postNumbers(1);

    assertThat(queue.by(zaqar.otherProject()).pop(1).expect(200).json().path("messages")).isEmpty();
    assertThat(popped(1)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "21", "1000000"})
  void count_isFrom1To20(String count) {
    queue.messages("DELETE", "?pop=" + count).refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?pop=%20", "?pop=x", "?pop=1.0"})
  void count_isAnInteger(String query) {
    queue.messages("DELETE", query).refused(400, "Invalid parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?pop=", "?pop=10&ids=1", "?ids=1&pop=x"})
  void popAndIds_areGivenOneOfTheTwo(String query) {
    queue.postNumbers(1);

    queue.messages("DELETE", query).refused(400);
    assertThat(queue.list("?echo=true")).hasSize(1);
  }

  @Test
  void pop_countsNoClaims() {
    queue.create("{'_max_claim_count': 2, '_dead_letter_queue': 'graveyard'}");
    queue.postNumbers(1);
    queue.claim().release();
    queue.claim().release();

    JsonNode message = queue.pop(1).expect(200).json().at("/messages/0");
    assertThat(message.path("body").intValue()).isZero();
    assertThat(message.path("claim_count").intValue()).isEqualTo(2);
    assertThat(message.path("claim_id").isNull()).isTrue();
    assertThat(zaqar.queue("graveyard").list("?echo=true")).isEmpty();
  }

  private List<String> popped(int count) {
    return Json.texts(queue.pop(count).expect(200).json().path("messages"), "body");
  }
}
