// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.EXPIRED;

import org.junit.jupiter.api.Test;

class ExpiredTest {
  private static Tale brief() {
    return new Tale().at(1, 2).ttl(60).post("a");
  }

  @Test
  void message_isNotDeliveredWhenItHasExpired() {
    assertThat(brief().at(70, 71).claim("c", "a").broken()).containsExactly(EXPIRED);
    assertThat(brief().at(70, 71).page("a").broken()).containsExactly(EXPIRED);
  }

  @Test
  void message_isDeliveredUntilItExpires() {
    assertThat(brief().at(62, 71).pop("a").broken()).isEmpty();
  }

  @Test
  void message_lastsAsLongAsAClaimAndItsGrace() {
    assertThat(claimed().at(165, 166).page("a").broken()).isEmpty();
    assertThat(claimed().at(175, 176).page("a").broken()).containsExactly(EXPIRED);
  }

  private static Tale claimed() {
    return brief().at(10, 11).ttl(100).claim("c", "a");
  }

  @Test
  void message_mayBeHeldByAClaimThatWasNotAnswered() {
    Tale claimed = brief().since(10).asking(1).ttl(100).claim("c", "b");

    assertThat(claimed.at(160, 161).page("a").broken()).isEmpty();
  }
}
