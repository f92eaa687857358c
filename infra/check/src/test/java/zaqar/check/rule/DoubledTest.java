// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.DOUBLED;

import org.junit.jupiter.api.Test;

class DoubledTest {
  @Test
  void token_underTwoIds() {
    Tale tale = new Tale().at(0, 1).post("a@X").at(2, 3).page("a@X", "a@Y");
    assertThat(tale.broken()).containsExactly(DOUBLED);
    assertThat(tale.violations(Tolerance.USUAL).getFirst().events()).isEqualTo(tale.events());
  }

  @Test
  void token_underAnIdThatWasNotAcknowledged() {
    assertThat(new Tale().at(0, 1).post("a@X").at(2, 3).page("a@Y").broken())
        .containsExactly(DOUBLED);
    assertThat(new Tale().since(0).post("a@X").at(2, 3).page("a@Y").broken()).isEmpty();
  }

  @Test
  void tokens_underOneId() {
    Tale tale = new Tale().at(0, 1).post("a@X").at(2, 3).post("b@X");
    assertThat(tale.broken()).containsExactly(DOUBLED);
    assertThat(tale.violations(Tolerance.USUAL).getFirst().events()).isEqualTo(tale.events());
    assertThat(new Tale().at(0, 1).post("a@X").at(2, 3).post("b@Y").broken()).isEmpty();
  }

  @Test
  void pop_ofTheSameMessageTwice() {
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).pop("a").at(4, 5).pop("a").broken())
        .containsExactly(DOUBLED);
    assertThat(new Tale().at(0, 1).post("a").since(2).pop("a").at(4, 5).pop("a").broken())
        .isEmpty();
  }

  @Test
  void token_inAnotherQueueIsNotDoubled() {
    String there = "{'messages':[{'id':'Z','body':{'token':'a'}}]}".replace('\'', '"');
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).other("GET", "-dead/messages?ids=Z", there);
    assertThat(tale.broken()).isEmpty();
  }
}
