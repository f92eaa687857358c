// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.SHORT_LIVES;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tries to deliver end with the message, unless the policy says otherwise (contract 9.5). */
@Against(SHORT_LIVES)
class TriesContractIT {
  private static final String POLICY =
      "'retries_with_no_delay': 0, 'minimum_delay_retries': 1, 'minimum_delay': 4,"
          + " 'maximum_delay': 14, 'maximum_delay_retries': 0";

  private final Queue queue;
  private final Queue letters;
  private final Hook hook = new Hook();

  TriesContractIT(Zaqar zaqar) throws IOException {
    queue = zaqar.queue();
    letters = zaqar.queue();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private void postToWhoFails(String policy) {
    hook.answer(500, 200);
    queue
        .subscribe(
            "{'subscriber': '"
                + hook.url("/hook")
                + "', 'options': {'_dead_letter_queue': '"
                + letters.name()
                + "', '_retry_policy': {"
                + policy
                + "}}}")
        .expect(201);
    hook.confirm(queue.zaqar());
    queue.post("{'body': 1, 'ttl': 3}");
    hook.notification();
  }

  @Test
  void delivery_endsWithItsMessage() {
    postToWhoFails(POLICY);

    Wait.until("it is given up", () -> letters.list("?echo=true").size() == 1);
    assertThat(letters.list("?echo=true").at("/0/body/attempts").intValue()).isOne();
  }

  @Test
  void delivery_goesOnWhereThePolicySaysSo() {
    postToWhoFails(POLICY + ", 'ignore_message_ttl': true");

    hook.notification();

    assertThat(letters.list("?echo=true")).isEmpty();
  }
}
