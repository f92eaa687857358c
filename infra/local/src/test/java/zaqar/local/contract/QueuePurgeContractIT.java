// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Emptying a queue (contract 4.2, purge). */
@Against(DEFAULTS)
class QueuePurgeContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  QueuePurgeContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  private Call purge(String body) {
    return zaqar.post(queue.path("/purge")).json(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{'resource_types': ['messages']}",
        "{'resource_types': ['messages', 'subscriptions']}",
        "{'resource_types': ['messages', 'messages'], 'unknown': 1}",
      })
  void purge_removesMessages(String body) {
    queue.create("{'colour': 'blue'}");
    queue.postNumbers(12);

    purge(body).expect(204).empty();

    assertThat(queue.list("?echo=true")).isEmpty();
    assertThat(queue.stats().path("total").intValue()).isZero();
    assertThat(queue.metadata().path("colour").asText()).isEqualTo("blue");
    zaqar.put(queue.path()).expect(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'resource_types': []}", "{'resource_types': ['subscriptions']}"})
  void purge_leavesMessagesThatAreNotMeant(String body) {
    queue.postNumbers(2);

    purge(body).expect(204);

    assertThat(queue.list("?echo=true")).hasSize(2);
  }

  @Test
  void purge_removesClaimedMessagesToo() {
    queue.postNumbers(3);
    Claim claim = queue.claim("?limit=2", "{}");

    purge("").expect(204);

    assertThat(queue.stats().path("total").intValue()).isZero();
    claim.get().refused(404, "Not found");
    claim.renew("{}").refused(404, "Not found");
    claim.ids().forEach(id -> queue.message("GET", id).refused(404, "Not found"));
  }

  @Test
  void purge_removesDelayedMessagesToo() {
    queue.create("{'_default_message_delay': 900}");
    queue.postNumbers(3);

    purge("").expect(204);

    assertThat(queue.stats().path("total").intValue()).isZero();
    assertThat(queue.list("?echo=true&include_delayed=true")).isEmpty();
  }

  @Test
  void purge_leavesWhatIsPostedAfterwards() {
    queue.postNumbers(2);
    purge("").expect(204);
    queue.post("{'body': 'new'}");

    assertThat(queue.bodies("?echo=true")).containsExactly("new");
    assertThat(queue.claim().bodies()).containsExactly("new");
  }

  @Test
  void purge_ofAQueueThatNeverWasCreatesNothing() {
    purge("").expect(204);

    zaqar.put(queue.path()).expect(201);
  }

  @Test
  void purge_isOfTheCallersProject() {
    queue.postNumbers(1);
    zaqar.otherProject().post(queue.path("/purge")).expect(204);

    assertThat(queue.list("?echo=true")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "null",
        "{}",
        "{'wrong_key': ['messages']}",
        "{'resource_types': ['unknown']}",
        "{'resource_types': ['messages', 'unknown']}",
        "{'resource_types': null}",
        "{'resource_types': 'messages'}",
        "{'resource_types': {}}",
        "{'resource_types': {'messages': true}}",
        "{'resource_types': [['messages']]}",
        "{'resource_types': [null]}",
        "{'resource_types': [1]}",
        "{'resource_types': 5}",
      })
  void body_ofAnyOtherFormIsRefused(String body) {
    queue.postNumbers(1);

    purge(body).refused(400);

    assertThat(queue.list("?echo=true")).hasSize(1);
  }
}
