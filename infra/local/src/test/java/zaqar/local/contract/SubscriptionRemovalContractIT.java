// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends of subscriptions: by themselves, with their queue, by a purge (contract 8.6, 4.2). */
@Against(DEFAULTS)
class SubscriptionRemovalContractIT {
  private static final String URL = "https://example.com/hook";

  private final Zaqar zaqar;
  private final Queue queue;

  SubscriptionRemovalContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void deleted_isGoneAndMayBeDeletedAgain() {
    String id = queue.subscribeTo(URL);

    queue.subscription("DELETE", id).expect(204).empty();

    queue.subscription("GET", id).expect(404);
    assertThat(queue.subscriptionIds("")).isEmpty();
    queue.subscription("DELETE", id).expect(204);
    queue.subscription("DELETE", "fake").expect(204);
    assertThat(queue.subscribeTo(URL)).isNotEqualTo(id);
  }

  @Test
  void queue_takesItsSubscriptionsAway() {
    String id = queue.subscribeTo(URL);

    zaqar.call("DELETE", queue.path()).expect(204);

    queue.subscription("GET", id).expect(404);
    assertThat(queue.subscriptionIds("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'resource_types': ['messages']}                  | 1",
        "{'resource_types': ['subscriptions']}             | 0",
        "{'resource_types': ['messages', 'subscriptions']} | 0",
      })
  void purge_removesAllThatIsAskedFor(String body, int left) {
    for (int i = 0; i < 12; i++) {
      queue.subscribeTo(URL + i);
    }

    zaqar.post(queue.path("/purge")).json(body).expect(204);

    assertThat(queue.subscriptionIds("?limit=20")).hasSize(12 * left);
  }

  @Test
  void purge_withoutABodyRemovesAll() {
    queue.subscribeTo(URL);

    zaqar.post(queue.path("/purge")).expect(204);

    assertThat(queue.subscriptionIds("")).isEmpty();
  }
}
