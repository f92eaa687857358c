// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.DELIVERED_AFTER_DELETE;
import static zaqar.check.rule.Violation.Kind.LOCKED;
import static zaqar.check.rule.Violation.Kind.LOST;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockedTest {
  private static Tale posted() {
    return new Tale().at(0, 1).post("a", "b");
  }

  /** Message a is held to 13 s at the latest, and message b is gone. */
  private static Tale claimed() {
    return posted().at(2, 3).ttl(10).claim("c", "a", "b").at(3, 4).delete("b", "c");
  }

  @Test
  void claim_thatGetsLessThanThereIs() {
    assertThat(posted().at(2, 3).asking(5).claim("c").broken()).containsExactly(LOCKED);
    assertThat(posted().at(2, 3).asking(5).claim("c", "a").broken()).containsExactly(LOCKED);
    assertThat(posted().at(2, 3).asking(5).pop("b").broken()).containsExactly(LOCKED);
  }

  @Test
  void claim_thatGetsAllThatItAskedForOrAllThereIs() {
    assertThat(posted().at(2, 3).asking(1).claim("c", "a").broken()).isEmpty();
    assertThat(posted().at(2, 3).asking(5).claim("c", "a", "b").broken()).isEmpty();
  }

  @Test
  void claim_thatGetsLessIsGrantedToAFailingStore() {
    Tolerance failing = Tolerance.USUAL.forFailingStores();
    assertThat(posted().at(2, 3).asking(5).claim("c", "a").broken(failing)).isEmpty();
    assertThat(posted().at(2, 3).asking(5).claim("c").broken(failing)).containsExactly(LOCKED);
    assertThat(
            posted()
                .at(2, 3)
                .asking(5)
                .claim("c", "a")
                .at(4, 5)
                .asking(5)
                .claim("d")
                .broken(failing))
        .as("the first may hold b")
        .isEmpty();
  }

  @Test
  void claim_afterTheReleaseOfOneThatMayHaveHeldMoreThanItTold() {
    Tolerance failing = Tolerance.USUAL.forFailingStores();
    Tale tale = posted().at(2, 3).asking(1).claim("c", "a").at(4, 5).asking(5).claim("d");
    assertThat(tale.broken(failing)).isEmpty();
    tale = posted().at(2, 3).asking(1).claim("c", "a").at(3, 4).release("c");
    assertThat(tale.at(4.1, 5).asking(5).claim("d").broken(failing)).containsExactly(LOCKED);
  }

  @Test
  void claim_thatBeganBeforeTheAcknowledgement() {
    assertThat(posted().at(0.9, 3).asking(5).claim("c").broken()).isEmpty();
    assertThat(new Tale().since(0).post("a").at(2, 3).asking(5).claim("c").broken()).isEmpty();
  }

  @Test
  void claim_whileSomebodyDeletes() {
    Tale tale = new Tale().at(0, 1).post("a").at(2.5, 9).delete("a");
    assertThat(tale.at(2, 3).asking(5).claim("c").broken()).isEmpty();
  }

  @Test
  void claim_afterALapse() {
    assertThat(claimed().at(14.1, 15).asking(5).claim("d").broken()).containsExactly(LOCKED);
    assertThat(claimed().at(13.9, 15).asking(5).claim("d").broken())
        .as("within a second")
        .isEmpty();
  }

  @Test
  void claim_afterARelease() {
    assertThat(claimed().at(5, 6).release("c").at(6.1, 7).asking(5).claim("d").broken())
        .containsExactly(LOCKED);
    assertThat(claimed().at(5, 6).release("c").at(5.9, 7).asking(5).claim("d").broken()).isEmpty();
    assertThat(claimed().since(5).release("c").at(6.1, 7).asking(5).claim("d").broken()).isEmpty();
  }

  @Test
  void claim_afterARenewal() {
    assertThat(claimed().at(5, 6).ttl(20).renew("c").at(15, 16).asking(5).claim("d").broken())
        .isEmpty();
    assertThat(claimed().at(5, 6).ttl(20).renew("c").at(27.1, 28).asking(5).claim("d").broken())
        .containsExactly(LOCKED);
    assertThat(claimed().since(5).ttl(20).renew("c").at(27, 28).asking(5).claim("d").broken())
        .isEmpty();
    assertThat(claimed().at(5, 6).ttl(1).renew("c").at(8.1, 9).asking(5).claim("d").broken())
        .as("shortened")
        .containsExactly(LOCKED);
  }

  @Test
  void claim_withCompetition() {
    Tale tale = posted().at(2, 3).asking(5).claim("c");
    assertThat(tale.at(2.9, 4).by("other").asking(1).claim("d", "a").broken()).isEmpty();
  }

  @Test
  void claim_whileAClaimWithoutAnswerMayHoldAnything() {
    Tolerance tolerance = Tolerance.USUAL.lateness(Duration.ofSeconds(5));
    Tale tale = posted().since(2).ttl(10).asking(5).claim("c");
    assertThat(tale.at(17, 18).asking(5).claim("d").broken(tolerance)).isEmpty();
    tale = posted().since(2).ttl(10).asking(5).claim("c");
    assertThat(tale.at(18.1, 19).asking(5).claim("d").broken(tolerance)).containsExactly(LOCKED);
  }

  @Test
  void claim_whileMessagesAreDelayed() {
    Tale tale = new Tale().at(0, 1).create("{'_default_message_delay': 9}").at(2, 3).post("a");
    assertThat(tale.at(12.9, 13).asking(5).claim("c").broken()).isEmpty();
    assertThat(tale.at(13.1, 14).asking(5).claim("d").broken()).containsExactly(LOCKED);
  }

  @Test
  void claim_afterOneThatTookTheMessageLater() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).asking(5).claim("c");
    assertThat(tale.at(4, 5).claim("d", "a").at(6, 7).asking(5).claim("e").broken())
        .containsExactly(LOCKED);
  }

  @Test
  void claim_ofAQueueThatMovesDeadLettersIsNotJudged() {
    Tale tale = new Tale().at(0, 1).create("{'_dead_letter_queue': 'd'}").at(2, 3).post("a");
    assertThat(tale.at(4, 5).asking(5).claim("c").broken()).isEmpty();
  }

  @Test
  void claim_namesTheLastClaimBeforeIt() {
    Tale tale = claimed().at(5, 6).release("c").at(7, 8).claim("d", "a").at(9, 10).release("d");
    assertThat(tale.at(11, 12).asking(5).claim("e").violations(Tolerance.USUAL))
        .singleElement()
        .matches(violation -> violation.events().stream().mapToLong(e -> e.number()).sum() == 13);
  }

  @Test
  void claim_ofAMessageThatIsLostIsNotLocked() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).asking(5).claim("c").at(4, 5).end();
    assertThat(tale.broken()).containsExactly(LOST);
  }

  @Test
  void claim_ofAMessageThatMayBeGoneButWasSeenLater() {
    Tale tale = new Tale().at(0, 1).post("a").since(2).delete("a").at(3, 4).asking(5).claim("c");
    assertThat(tale.broken()).isEmpty();
    assertThat(tale.at(5, 6).page("a").broken()).containsExactly(LOCKED);
  }

  @Test
  void claim_ofAMessageThatWasGoneAndCameBack() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).delete("a").at(4, 5).asking(5).claim("c");
    assertThat(tale.at(6, 7).page("a").broken()).containsExactly(DELIVERED_AFTER_DELETE);
  }

  @Test
  void claim_whileTheFirstOfTwoClaimsWithoutAnswerMayHold() {
    Tolerance tolerance = Tolerance.USUAL.lateness(Duration.ofSeconds(5));
    Tale tale = posted().since(2).ttl(90).asking(1).claim("c").since(3).ttl(1).asking(1).claim("d");
    assertThat(tale.at(50, 51).asking(5).claim("e").broken(tolerance)).isEmpty();
  }

  @Test
  void claim_whileMessagesMayBeDelayedByAChangeOfMetadata() {
    String change = "[{'op':'add','path':'/metadata/_default_message_delay','value':9}]";
    Tale tale = new Tale().at(0, 1).patch(change).at(2, 3).post("a");
    assertThat(tale.at(12.9, 13).asking(5).claim("c").broken()).isEmpty();
    assertThat(tale.at(13.1, 14).asking(5).claim("d").broken()).containsExactly(LOCKED);
  }
}
