// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.FAULT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static Tale claimed() {
    return new Tale().at(0, 1).post("a").at(2, 3).ttl(10).claim("c", "a");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 504})
  void status_thatNoClientKnows(int status) {
    assertThat(new Tale().at(0, 1).refused(status).post("a").broken()).containsExactly(FAULT);
  }

  @Test
  void unavailable_isAnAnswerIfItIsExplained() {
    assertThat(new Tale().at(0, 1).refused(503).post("a").broken()).isEmpty();
    assertThat(new Tale().at(0, 1).status(503, "Service Unavailable").broken())
        .containsExactly(FAULT);
    assertThat(new Tale().at(0, 1).status(503, "{\"title\":\"Only\"}").broken())
        .containsExactly(FAULT);
  }

  @Test
  void success_thatIsNoDocument() {
    assertThat(new Tale().at(0, 1).status(200, "<html>").broken()).containsExactly(FAULT);
    assertThat(new Tale().at(0, 1).status(204, "").broken()).containsExactly(FAULT);
  }

  @Test
  void answer_thatHoldsMoreThanWasAskedFor() {
    Tale posted = new Tale().at(0, 1).post("a", "b");
    assertThat(posted.at(2, 3).asking(1).claim("c", "a", "b").broken()).containsExactly(FAULT);
  }

  @Test
  void page_thatHoldsMessagesAndDoesNotGoOn() {
    String page = "{'messages':[{'id':'A','body':{'token':'a'}}],'links':[]}".replace('\'', '"');
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).status(200, page).broken())
        .containsExactly(FAULT);
  }

  @Test
  void post_isNeverRefused() {
    assertThat(new Tale().at(0, 1).refused(400).post("a").broken()).containsExactly(FAULT);
  }

  @Test
  void renewal_isNotRefusedWhileTheClaimHolds() {
    assertThat(claimed().at(5, 6).refused(404).renew("c").broken()).containsExactly(FAULT);
    assertThat(claimed().at(5, 12.1).refused(404).renew("c").broken()).isEmpty();
    assertThat(claimed().at(4, 5).delete("a", "c").at(5, 6).refused(404).renew("c").broken())
        .as("it holds nothing")
        .isEmpty();
    assertThat(claimed().since(4).release("c").at(5, 6).refused(404).renew("c").broken()).isEmpty();
  }

  @Test
  void deletion_isNotRefusedWhileTheClaimHolds() {
    assertThat(claimed().at(5, 6).refused(400).delete("a", "c").broken()).containsExactly(FAULT);
    assertThat(claimed().at(5, 6).refused(403).delete("a").broken()).isEmpty();
    assertThat(claimed().at(5, 6).refused(403).delete("a", "d").broken()).isEmpty();
    assertThat(claimed().at(12.5, 13).refused(400).delete("a", "c").broken()).isEmpty();
  }

  @Test
  void renewal_ofAnotherClaimMayBeRefused() {
    assertThat(claimed().at(5, 6).refused(404).renew("d").broken()).isEmpty();
  }

  @Test
  void deletion_isNotRefusedForBeingTriedAgain() {
    Tale tale = claimed().since(4).delete("a", "c").at(5, 6).refused(400).delete("a", "c");
    assertThat(tale.broken()).containsExactly(FAULT);
  }
}
