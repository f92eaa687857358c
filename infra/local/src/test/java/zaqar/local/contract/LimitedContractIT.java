// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.LIMITED;

import org.junit.jupiter.api.Test;

/**
 * What happens at the limits that an operator has set for projects: two queues, two subscriptions.
 */
@Against(LIMITED)
class LimitedContractIT {
  private final Zaqar zaqar;

  LimitedContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
  }

  private static void assertOverLimit(Call call, String parameter) {
    Reply reply = call.refused(503, "Service temporarily unavailable");
    assertThat(reply.json().path("description").asText()).contains(parameter, " 2 ");
    assertThat(reply.header("Retry-After")).hasValue("60");
  }

  @Test
  void queues_areSoManyAtMost() {
    Queue first = zaqar.queue().create();
    zaqar.queue().create();
    Queue third = zaqar.queue();

    assertOverLimit(zaqar.put(third.path()), "MaxQueuesPerProject");
    zaqar.put(first.path()).expect(204);
    zaqar.otherProject().queue().create();
    zaqar.delete(first.path()).expect(204);
    third.create();
  }

  @Test
  void queues_thatComeByThemselvesCountToo() {
    zaqar.queue().postNumbers(1);
    Queue second = zaqar.queue();
    second.postNumbers(1);
    Queue third = zaqar.queue();

    assertOverLimit(third.postDocument("{'messages': [{'body': 1}]}"), "MaxQueuesPerProject");
    assertOverLimit(
        third.subscribe("{'subscriber': 'https://192.0.32.1/'}"), "MaxQueuesPerProject");
    second.postNumbers(1);
  }

  /** Otherwise nobody could claim from a queue with a message that is to be moved. */
  @Test
  void deadLetters_makeTheirQueueNonetheless() {
    zaqar.queue().create();
    Queue queue = zaqar.queue();
    Queue letters = zaqar.queue();
    queue.create("{'_max_claim_count': 1, '_dead_letter_queue': '" + letters.name() + "'}");
    queue.postNumbers(1);
    queue.claim().release();

    queue.claims("", "{}").expect(204);

    assertThat(letters.list("?echo=true")).hasSize(1);
  }

  @Test
  void subscriptions_areSoManyAtMost() {
    Queue queue = zaqar.queue().create();
    String first = queue.subscribeTo("https://192.0.32.1/");
    String second = queue.subscribeTo("https://192.0.32.2/");
    String third = "{'subscriber': 'https://192.0.32.3/'}";

    assertOverLimit(queue.subscribe(third), "MaxSubscriptionsPerQueue");
    assertThat(queue.subscribeTo("https://192.0.32.1/")).isEqualTo(first);
    queue.subscription("PATCH", second).json("{'ttl': 600}").expect(204);
    queue.subscription("DELETE", first).expect(204);
    queue.subscribe(third).expect(201);
  }
}
