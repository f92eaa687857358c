// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.CLAIMED_WHILE_CLAIMED;

import org.junit.jupiter.api.Test;

class ClaimedWhileClaimedTest {
  /** A message that is held from 3 s at the latest to 12 s at the earliest. */
  private static Tale claimed() {
    return new Tale().at(0, 1).post("a").at(2, 3).ttl(10).claim("c", "a");
  }

  private static Tale claimedAgain(Tale tale, double from, double to) {
    return tale.at(from, to).by("other").ttl(60).claim("d", "a");
  }

  @Test
  void claim_whileAnotherHolds() {
    assertThat(claimedAgain(claimed(), 5, 6).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimedAgain(claimed(), 2, 3).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimedAgain(claimed(), 11, 11.9).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void claim_thatMayHaveComeAfterTheLapse() {
    assertThat(claimedAgain(claimed(), 11, 12.1).broken()).isEmpty();
    assertThat(claimedAgain(claimed(), 11, 11.9995).broken()).as("rounded").isEmpty();
  }

  @Test
  void claim_thatMayHaveComeBefore() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 30).ttl(60).claim("c", "a");
    assertThat(tale.at(3, 4).by("other").ttl(10).claim("d", "a").broken()).isEmpty();
  }

  @Test
  void claim_afterARelease() {
    assertThat(claimedAgain(claimed().at(5, 8).release("c"), 4, 6).broken()).isEmpty();
    assertThat(claimedAgain(claimed().since(5).release("c"), 4, 6).broken()).isEmpty();
    assertThat(claimedAgain(claimed().at(5, 8).release("c"), 4, 4.9).broken())
        .containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimedAgain(claimed().at(4, 5).release("x"), 6, 7).broken())
        .as("another claim's release")
        .containsExactly(CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void claim_afterARenewal() {
    Tale renewed = claimed().at(5, 6).ttl(20).renew("c");
    assertThat(claimedAgain(renewed, 22, 24).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimedAgain(claimed().at(5, 6).ttl(20).renew("c"), 22, 26).broken()).isEmpty();
    assertThat(claimedAgain(claimed().since(5).ttl(20).renew("c"), 22, 24).broken())
        .as("not answered")
        .isEmpty();
    assertThat(
            claimedAgain(claimed().at(5, 6).refused(404).ttl(20).renew("c"), 22, 24)
                .broken(Tolerance.USUAL))
        .as("refused")
        .doesNotContain(CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void claim_afterARenewalThatShortens() {
    Tale shortened = claimed().at(5, 6).ttl(2).renew("c");
    assertThat(claimedAgain(shortened, 5, 6.9).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimedAgain(claimed().at(5, 6).ttl(2).renew("c"), 6, 7.1).broken()).isEmpty();
    assertThat(claimedAgain(claimed().since(5).ttl(2).renew("c"), 6, 7.1).broken()).isEmpty();
  }

  /** Its first answer may have been lost, and the claim over when it asked again. */
  @Test
  void claim_afterARenewalThatMayHaveLapsedBeforeItsRefusal() {
    Tale lapsed = claimed().at(5, 9).refused(404).ttl(2).renew("c");
    assertThat(claimedAgain(lapsed, 8, 8.5).broken()).isEmpty();
    Tale refused = claimed().at(5, 6).refused(404).ttl(2).renew("c");
    assertThat(claimedAgain(refused, 8, 8.5).broken()).contains(CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void claim_afterARenewalThatAnUnansweredOneMayUndo() {
    Tale both = claimed().since(4).ttl(3).renew("c").at(5, 6).ttl(20).renew("c");
    assertThat(claimedAgain(both, 6, 7.9).broken()).containsExactly(CLAIMED_WHILE_CLAIMED);
    both = claimed().since(4).ttl(3).renew("c").at(5, 6).ttl(20).renew("c");
    assertThat(claimedAgain(both, 6, 8.1).broken()).isEmpty();
  }

  @Test
  void claim_afterALastMinuteRenewalThatMayHaveComeTooLate() {
    Tale renewed = claimed().at(11.9, 12.1).ttl(20).renew("c");
    assertThat(claimedAgain(renewed, 12, 13).broken()).isEmpty();
  }

  @Test
  void pop_whileAClaimHolds() {
    assertThat(claimed().at(5, 6).by("other").pop("a").broken())
        .containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimed().at(2.5, 6).by("other").pop("a").broken())
        .containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimed().at(5, 12.1).by("other").pop("a").broken()).isEmpty();
  }

  @Test
  void page_thatShowsAHeldMessageAsFree() {
    String free = "echo=true&include_delayed=true";
    assertThat(claimed().at(5, 6).seeing(free).page("a").broken())
        .containsExactly(CLAIMED_WHILE_CLAIMED);
    assertThat(claimed().at(2.9, 6).seeing(free).page("a").broken()).isEmpty();
    assertThat(claimed().at(5, 12.1).seeing(free).page("a").broken()).isEmpty();
    assertThat(claimed().at(5, 6).page("a").broken()).as("asked for claimed ones").isEmpty();
  }

  @Test
  void claim_thatWasAnsweredAfterItsEnd() {
    Tale tale = new Tale().at(0, 1).post("a").at(3, 4).ttl(60).claim("c", "a");
    assertThat(tale.at(2, 30).by("other").ttl(10).claim("d", "a").broken()).isEmpty();
  }

  @Test
  void claims_whileALongOneHolds() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).ttl(60).claim("c", "a");
    tale.at(10, 11).by("other").ttl(5).claim("d", "a");
    assertThat(tale.at(30, 31).by("third").ttl(5).claim("e", "a").broken())
        .containsExactly(CLAIMED_WHILE_CLAIMED, CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void claim_afterARenewalIsRoundedToo() {
    Tale renewed = claimed().at(5, 6).ttl(20).renew("c");
    assertThat(claimedAgain(renewed, 24, 24.9995).broken()).isEmpty();
  }
}
