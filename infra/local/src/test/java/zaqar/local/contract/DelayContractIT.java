// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delayed messages (contract 6.4). */
@Against(DEFAULTS)
class DelayContractIT {
  private final Queue queue;

  DelayContractIT(Zaqar zaqar) {
    queue = zaqar.queue();
  }

  @Test
  void delayedMessage_isHiddenFromClaimsAndListsAlone() {
    queue.create("{'_default_message_delay': 900}");
    String id = queue.postNumbers(1).getFirst();

    assertThat(queue.list("?echo=true")).isEmpty();
    assertThat(queue.list("?echo=true&include_delayed=false")).isEmpty();
    assertThat(queue.list("?echo=true&include_claimed=true")).isEmpty();
    queue.claims("", "{}").expect(204);
    assertThat(queue.pop(1).expect(200).json().path("messages")).isEmpty();
    assertThat(queue.list("?echo=true&include_delayed=true")).hasSize(1);
    queue.message("GET", id).expect(200);
    assertThat(queue.list("?ids=" + id)).hasSize(1);
    assertThat(queue.stats().path("delayed").intValue()).isEqualTo(1);
  }

  @Test
  void delayOfAMessage_countsInAQueueWithoutADelay() {
    queue.post("{'body': 'now'}", "{'body': 'later', 'delay': 600}");

    assertThat(queue.bodies("?echo=true")).containsExactly("now");
    assertThat(queue.bodies("?echo=true&include_delayed=true")).containsExactly("now", "later");
    assertThat(queue.claim().bodies()).containsExactly("now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "901", "'x'", "null"})
  void delay_thatIsNoneIsRefusedInAQueueWithoutADelay(String delay) {
    queue.postDocument("{'messages': [{'body': 1, 'delay': " + delay + "}]}").expect(400);
  }

  @Test
  void includeDelayed_leavesTheOtherFilters() {
    queue.create("{'_default_message_delay': 900}");
    queue.postNumbers(1);

    assertThat(queue.list("?include_delayed=true")).isEmpty();
  }

  @Test
  void delayOfAMessage_overridesThatOfTheQueue() {
    queue.create("{'_default_message_delay': 900}");
    queue.post("{'body': 'now', 'delay': 0}", "{'body': 'later'}", "{'body': 'last', 'delay': 60}");

    assertThat(queue.bodies("?echo=true")).containsExactly("now");
    assertThat(queue.bodies("?echo=true&include_delayed=true"))
        .containsExactly("now", "later", "last");
  }

  @Test
  void message_takesItsOldPlaceWhenItsDelayEnds() {
    queue.create("{'_default_message_delay': 1}");
    queue.post("{'body': 'first'}", "{'body': 'second', 'delay': true}");
    queue.post("{'body': 'third', 'delay': 0}");
    assertThat(queue.bodies("?echo=true")).contains("third");

    Wait.until("the delay is over", () -> queue.list("?echo=true").size() == 3);

    assertThat(queue.bodies("?echo=true")).containsExactly("first", "second", "third");
    assertThat(queue.claim().bodies()).containsExactly("first", "second", "third");
  }

  @Test
  void delay_isFixedWhenTheMessageIsPosted() {
    queue.create("{'_default_message_delay': 900}");
    queue.post("{'body': 'delayed'}");
    queue
        .patch("[{'op': 'replace', 'path': '/metadata/_default_message_delay', 'value': 1}]")
        .expect(200);
    queue.post("{'body': 'soon'}");

    Wait.until("the short delay is over", () -> !queue.list("?echo=true").isEmpty());
    assertThat(queue.bodies("?echo=true")).containsExactly("soon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "901", "9223372036854775807"})
  void delay_outsideItsLimitsIsRefused(String delay) {
    queue.create("{'_default_message_delay': 1}");
    queue
        .postDocument("{'messages': [{'body': 1, 'delay': " + delay + "}]}")
        .refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'x'", "'1'", "1.0", "null", "[]"})
  void delay_thatIsNoIntegerIsRefused(String delay) {
    queue.create("{'_default_message_delay': 1}");
    queue
        .postDocument("{'messages': [{'body': 1, 'delay': " + delay + "}]}")
        .refused(400, "Invalid request body");
  }

  @Test
  void delay_mayBeUpTo900Seconds() {
    queue.create("{'_default_message_delay': 1}");
    List<String> ids = queue.post("{'body': 1, 'delay': 900}");

    assertThat(ids).hasSize(1);
    assertThat(queue.list("?echo=true")).isEmpty();
  }
}
