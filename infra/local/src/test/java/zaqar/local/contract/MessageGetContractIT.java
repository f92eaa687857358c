// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting messages by their ids, one or several (contract 5). */
@Against(DEFAULTS)
class MessageGetContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  MessageGetContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void get_isTheMessageItself() {
    String id = queue.post("{'ttl': 300, 'body': {'a': [1]}}").getFirst();
    JsonNode message = queue.message("GET", id).expect(200).json();

    assertThat(message.path("id").textValue()).isEqualTo(id);
    assertThat(message.path("body")).isEqualTo(Json.of("{'a': [1]}"));
    assertThat(message.path("ttl").intValue()).isEqualTo(300);
    assertThat(message.path("age").intValue()).isNotNegative();
  }

  @Test
  void get_isOfOwnAndClaimedMessagesToo() {
    String id = queue.postNumbers(1).getFirst();
    queue.claim();

    queue.message("GET", id).expect(200);
    queue.by(zaqar.otherClient()).message("GET", id).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-1", "0", "%20", "a,b", "507f1f77bcf86cd799439011"})
  void get_ofAnIdThatIsNoneIs404(String id) {
    queue.create();
    queue.message("GET", id).expect(404);
  }

  @Test
  void get_ofAnUnknownIdIs404() {
    String id = queue.postNumbers(1).getFirst();
    queue.message("DELETE", id).expect(204);

    queue.message("GET", id).refused(404, "Not found");
    queue.message("GET", UUID.randomUUID().toString()).refused(404, "Not found");
    zaqar.queue().message("GET", id).refused(404, "Not found");
  }

  @Test
  void ids_reachNoOtherQueueAndNoOtherProject() {
    String id = queue.postNumbers(1).getFirst();
    Queue sibling = zaqar.queue().create();
    Queue foreign = queue.by(zaqar.otherProject()).create();

    for (Queue other : List.of(sibling, foreign)) {
      other.message("GET", id).refused(404, "Not found");
      other.messages("GET", "?ids=" + id).refused(404, "Not found");
      other.message("DELETE", id).expect(204);
      other.messages("DELETE", "?ids=" + id).expect(204);
    }
    queue.message("GET", id).expect(200);
  }

  @Test
  void byIds_isInTheOrderAskedForWithoutRepeats() {
    List<String> ids = new ArrayList<>(queue.postNumbers(4));
    Collections.reverse(ids);
    String repeated = Queue.commas(ids) + "," + ids.get(1) + "," + ids.get(0);

    assertThat(queue.bodies("?ids=" + repeated)).containsExactly("3", "2", "1", "0");
  }

  @Test
  void byIds_skipsUnknownOnes() {
    List<String> ids = queue.postNumbers(3);
    queue.message("DELETE", ids.get(1)).expect(204);

    assertThat(queue.bodies("?ids=zzz," + Queue.commas(ids) + ",-1")).containsExactly("0", "2");
  }

  @Test
  void byIds_looksAtNoFilter() {
    queue.create("{'_default_message_delay': 900}");
    List<String> delayed = queue.postNumbers(1);
    List<String> ids = queue.post("{'body': 'claimed', 'delay': 0}");
    queue.claim();

    assertThat(queue.bodies("?echo=false&ids=" + delayed.getFirst() + "," + ids.getFirst()))
        .containsExactly("0", "claimed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,c", "-1", "x"})
  void byIds_ofNoneThatExistsIs404(String ids) {
    queue.messages("GET", "?ids=" + ids).refused(404, "Not found");
    queue.postNumbers(1);
    queue.messages("GET", "?ids=" + ids).refused(404, "Not found");
  }

  @Test
  void byIds_takesAtMost20RepeatsIncluded() {
    List<String> ids = queue.postNumbers(20);

    assertThat(queue.list("?ids=" + Queue.commas(ids))).hasSize(20);
    queue
        .messages("GET", "?ids=" + Queue.commas(ids) + "," + ids.getFirst())
        .refused(400, "Invalid API request");
    queue
        .messages("GET", "?ids=" + String.join(",", Collections.nCopies(21, ids.getFirst())))
        .refused(400, "Invalid API request");
  }

  @Test
  void age_isSinceThePostWhateverHappens() {
    String id = queue.postNumbers(1).getFirst();
    Wait.until("the message is a second old", () -> age(id) >= 1);

    int before = age(id);
    Claim claim = queue.claim();
    assertThat(age(id)).isGreaterThanOrEqualTo(before);
    claim.renew("{}").expect(204);
    assertThat(age(id)).isGreaterThanOrEqualTo(before);
    claim.release();
    assertThat(age(id)).isGreaterThanOrEqualTo(before);
  }

  private int age(String id) {
    return queue.message("GET", id).expect(200).json().path("age").intValue();
  }
}
