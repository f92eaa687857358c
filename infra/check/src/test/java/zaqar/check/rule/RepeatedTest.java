// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.REPEATED;

import org.junit.jupiter.api.Test;

class RepeatedTest {
  private static Tale posted() {
    return new Tale().at(0, 1).post("a", "b");
  }

  @Test
  void message_comesTwiceToOneObserver() {
    assertThat(posted().at(2, 3).page("a", "b").at(4, 5).page("b").broken())
        .containsExactly(REPEATED);
    assertThat(posted().at(2, 3).page("a", "a").broken()).containsExactly(REPEATED);
  }

  @Test
  void message_comesToTwoObserversOrToOneWhoBeginsAnew() {
    assertThat(posted().at(2, 3).page("a").at(4, 5).by("other").page("a").broken()).isEmpty();
    assertThat(posted().at(2, 3).page("a").anew("observer").at(4, 5).page("a").broken()).isEmpty();
  }

  @Test
  void message_comesAgainAfterAPageThatWasNotAnswered() {
    assertThat(posted().since(2).page("a").at(4, 5).page("a").broken()).isEmpty();
    assertThat(posted().at(2, 3).refused(503).page("a").at(4, 5).page("a").broken()).isEmpty();
  }
}
