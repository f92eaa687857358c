// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.EARLY;

import org.junit.jupiter.api.Test;

class EarlyTest {
  private static final String NO_DELAYED = "echo=true&include_claimed=true";

  /** A message that is delayed to 12 s at the earliest. */
  private static Tale delayed() {
    return new Tale()
        .at(0, 1)
        .create("{'_default_message_delay': 60}")
        .at(2, 3)
        .delay(10)
        .post("a");
  }

  @Test
  void message_isDeliveredBeforeItsDelayIsOver() {
    assertThat(delayed().at(11, 11.9).claim("c", "a").broken()).containsExactly(EARLY);
    assertThat(delayed().at(11, 11.9).pop("a").broken()).containsExactly(EARLY);
    assertThat(delayed().at(11, 11.9).seeing(NO_DELAYED).page("a").broken()).containsExactly(EARLY);
  }

  @Test
  void message_isDeliveredWhenItsDelayMayBeOver() {
    assertThat(delayed().at(11, 12.1).claim("c", "a").broken()).isEmpty();
    assertThat(delayed().at(4, 5).page("a").broken()).as("asked for delayed ones").isEmpty();
  }

  @Test
  void message_withoutADelayHasTheQueues() {
    Tale tale = new Tale().at(0, 1).create("{'_default_message_delay': 60}").at(2, 3).post("a");
    assertThat(tale.at(40, 50).pop("a").broken()).containsExactly(EARLY);
  }

  @Test
  void delay_isOverWhenTheQueueIsDeleted() {
    assertThat(delayed().at(11, 11.5).claim("c", "a").at(12.1, 13).deleteQueue().broken())
        .containsExactly(EARLY);
    assertThat(delayed().at(11, 11.5).claim("c", "a").at(11.6, 13).deleteQueue().broken())
        .isEmpty();
  }

  @Test
  void delay_ofAQueueThatDoesNotDelayIsIgnored() {
    assertThat(new Tale().at(0, 1).delay(10).post("a").at(2, 3).pop("a").broken()).isEmpty();
    assertThat(
            new Tale()
                .at(0, 1)
                .create("{'_default_message_delay': 60}")
                .at(1, 2)
                .deleteQueue()
                .at(3, 4)
                .delay(10)
                .post("a")
                .at(5, 6)
                .pop("a")
                .broken())
        .isEmpty();
  }

  @Test
  void delay_isRoundedDown() {
    assertThat(delayed().at(11, 11.9995).claim("c", "a").broken()).isEmpty();
  }

  @Test
  void delay_isSureWhateverElseIsSaidOfTheQueue() {
    Tale tale = new Tale().at(0, 1).create("{'_default_message_delay': 60}");
    tale.at(1, 2).patch("[{'op':'add','path':'/metadata/note','value':7}]").at(2, 3).post("a");
    assertThat(tale.at(40, 50).pop("a").broken()).containsExactly(EARLY);
  }

  @Test
  void delay_isUnsureOnceItWasChanged() {
    Tale tale = new Tale().at(0, 1).create("{'_default_message_delay': 60}");
    tale.at(1, 2).patch("[{'op':'add','path':'/metadata/_default_message_delay','value':0}]");
    assertThat(tale.at(2, 3).post("a").at(40, 50).pop("a").broken()).isEmpty();
  }
}
