// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.DELIVERED_AFTER_DELETE;
import static zaqar.check.rule.Violation.Kind.LOST;
import static zaqar.check.rule.Violation.Kind.MISSED;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MissingTest {
  @Test
  void message_thatNobodyRemovedIsLost() {
    Tale tale = new Tale().at(0, 1).post("a", "b").at(2, 3).page("b").at(3, 4).end();
    assertThat(tale.broken()).containsExactly(LOST);
    assertThat(tale.violations(Tolerance.USUAL).getFirst().text()).contains("message a (A)");
    assertThat(tale.violations(Tolerance.USUAL).getFirst().events()).hasSize(2);
  }

  @Test
  void message_thatMayHaveBeenDeletedIsNotLost() {
    assertThat(new Tale().at(0, 1).post("a").since(2).delete("a").at(3, 4).end().broken())
        .isEmpty();
    assertThat(
            new Tale().at(0, 1).post("a").at(2, 3).refused(503).delete("a").at(3, 4).end().broken())
        .isEmpty();
    assertThat(new Tale().at(0, 1).post("a").at(2, 5).delete("a").at(3, 4).end().broken())
        .isEmpty();
  }

  @Test
  void message_whoseDeletionWasRefusedIsLost() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).refused(403).delete("a").at(3, 4).end();
    assertThat(tale.broken()).containsExactly(LOST);
  }

  @Test
  void message_whoseDeletionBeganAfterTheReadingIsLost() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).end().at(3.1, 4).delete("a");
    assertThat(tale.broken()).containsExactly(LOST);
  }

  @Test
  void message_thatWasNotAcknowledgedMayBeMissing() {
    assertThat(new Tale().since(0).post("a").at(2, 3).end().broken()).isEmpty();
    assertThat(new Tale().at(0, 1).refused(503).post("a").at(2, 3).end().broken()).isEmpty();
  }

  @Test
  void message_mayExpire() {
    assertThat(new Tale().at(0, 1).ttl(60).post("a").at(60, 61).end().broken()).isEmpty();
    assertThat(new Tale().at(0, 1).ttl(60).post("a").at(57, 58).end().broken())
        .containsExactly(LOST);
  }

  @Test
  void message_thatRacedWithAPurgeMayBeMissing() {
    assertThat(new Tale().at(0, 2).post("a").at(1, 3).purge().at(4, 5).end().broken()).isEmpty();
    assertThat(new Tale().at(0, 1).post("a").since(2).deleteQueue().at(4, 5).end().broken())
        .isEmpty();
  }

  @Test
  void message_thatWasPostedAfterAPurgeIsLost() {
    Tale tale = new Tale().at(0, 1).purge().at(2, 3).post("a").at(4, 5).end();
    assertThat(tale.broken()).containsExactly(LOST);
  }

  @Test
  void message_mayFallToAPurgeThatWasNotAnsweredForAsLongAsThatMayTakeEffect() {
    Tale tale = new Tale().since(0).purge().at(9, 10).post("a").at(11, 12).end();
    assertThat(tale.broken()).isEmpty();
    assertThat(tale.broken(Tolerance.USUAL.lateness(Duration.ofSeconds(8)))).containsExactly(LOST);
  }

  @Test
  void pop_withoutAnswerExplainsAsManyMessagesAsItAskedFor() {
    assertThat(new Tale().at(0, 1).post("a", "b").since(2).asking(2).pop().at(3, 4).end().broken())
        .isEmpty();
    assertThat(new Tale().at(0, 1).post("a", "b").since(2).asking(1).pop().at(3, 4).end().broken())
        .containsExactly(LOST);
  }

  @Test
  void look_mustFindAMessage() {
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).refused(404).look("A").broken())
        .containsExactly(LOST);
    assertThat(new Tale().at(0, 1).post("a").at(0.9, 3).refused(404).look("A").broken()).isEmpty();
    assertThat(
            new Tale()
                .at(0, 1)
                .post("a")
                .at(2, 3)
                .delete("a")
                .at(2, 4)
                .refused(404)
                .look("A")
                .broken())
        .isEmpty();
  }

  @Test
  void look_atSeveralMustFindEachThatIsThere() {
    Tale tale = new Tale().at(0, 1).post("a", "b", "c").at(2, 3).delete("c");
    String found = "{'messages':[{'id':'A','body':{'token':'a'}}]}".replace('\'', '"');
    tale.at(4, 5).other("GET", "/messages?ids=A,B,C,D", found);
    assertThat(tale.violations(Tolerance.USUAL))
        .singleElement()
        .matches(violation -> violation.kind() == LOST && violation.text().contains("message b"));
  }

  @Test
  void message_isMissedByAnObserverWhoWasThereBeforeIt() {
    Tale tale = new Tale().at(0, 1).end().at(2, 3).post("a").at(4, 5).end();
    assertThat(tale.broken()).containsExactly(MISSED);
  }

  @Test
  void message_thatOthersSawLaterIsMissedAndNotLost() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).end().at(4, 5).by("other").page("a");
    assertThat(tale.broken()).containsExactly(MISSED);
  }

  @Test
  void message_isNotMissedBeforeItsAcknowledgementOrByAPageThatGoesOn() {
    assertThat(new Tale().at(0, 4).post("a").at(3, 5).end().at(6, 7).page("a").broken()).isEmpty();
    assertThat(new Tale().at(0, 1).post("a").at(3, 5).page().at(6, 7).page("a").broken()).isEmpty();
  }

  @Test
  void message_thatAnUnansweredPageMayHaveHeldIsMissedIfItDoesNotComeAgain() {
    Tale tale = new Tale().at(0, 1).post("a", "b").since(2).page("a").at(3, 4).page("b");
    assertThat(tale.at(5, 6).end().broken()).containsExactly(LOST);
  }

  @Test
  void message_thatFiltersHideIsNotMissed() {
    String noEcho = "include_claimed=true&include_delayed=true";
    assertThat(
            new Tale().at(0, 1).by("me").post("a").at(2, 3).by("me").seeing(noEcho).end().broken())
        .isEmpty();
    assertThat(
            new Tale().at(0, 1).by("me").post("a").at(2, 3).by("u").seeing(noEcho).end().broken())
        .containsExactly(LOST);
    String noClaimed = "echo=true&include_delayed=true";
    assertThat(
            new Tale()
                .at(0, 1)
                .post("a")
                .at(2, 4)
                .claim("c", "a")
                .at(3, 5)
                .seeing(noClaimed)
                .end()
                .broken())
        .isEmpty();
    assertThat(
            new Tale()
                .at(0, 1)
                .post("a")
                .since(2)
                .asking(5)
                .claim("c")
                .at(3, 5)
                .seeing(noClaimed)
                .end()
                .broken())
        .isEmpty();
    String noDelayed = "echo=true&include_claimed=true";
    assertThat(new Tale().at(0, 1).delay(9).post("a").at(3, 5).seeing(noDelayed).end().broken())
        .isEmpty();
  }

  @Test
  void message_isMissedThoughItWasHiddenBeforeTheReaderBegan() {
    String plain = "echo=true";
    Tale delayed = new Tale().at(0, 1).delay(9).post("a");
    assertThat(delayed.at(11.1, 12).seeing(plain).end().broken()).containsExactly(LOST);
    Tale claimed = new Tale().at(0, 1).post("a").at(2, 3).ttl(5).claim("c", "a");
    assertThat(claimed.at(8.9, 10).seeing(plain).end().broken()).isEmpty();
    claimed = new Tale().at(0, 1).post("a").at(2, 3).ttl(5).claim("c", "a");
    assertThat(claimed.at(9.1, 10).seeing(plain).end().broken()).containsExactly(LOST);
    Tale claimedAgain = new Tale().at(0, 1).post("a").at(2, 3).ttl(5).claim("c", "a");
    claimedAgain.at(9.1, 10).seeing(plain).end().at(9.5, 10).by("w").claim("d", "a");
    assertThat(claimedAgain.broken()).isEmpty();
  }

  @Test
  void message_isLostOnceWhoeverMissesIt() {
    Tale tale =
        new Tale().at(0, 1).end().at(1, 2).post("a").at(3, 4).end().at(4, 5).by("last").end();
    assertThat(tale.broken()).containsExactly(LOST);
  }

  @Test
  void message_thatRacedWithAPurgeMustNotComeBack() {
    Tale tale = new Tale().at(0, 2).post("a").at(1, 3).purge().at(4, 5).end();
    assertThat(tale.at(6, 7).by("worker").claim("c", "a").broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
  }

  @Test
  void message_thatRacedWithAPurgeMayComeLate() {
    Tale tale = new Tale().at(0, 2).post("a").at(1, 3).purge().at(1.5, 5).end();
    assertThat(tale.at(4.5, 7).by("worker").claim("c", "a").broken()).isEmpty();
  }

  @Test
  void reader_whoChoosesHisOwnMarkersIsNotJudged() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).seeing("echo=true&marker=9").end();
    assertThat(tale.broken()).isEmpty();
  }

  @Test
  void pop_withoutAnswerExplainsNothingThatCameAfterIt() {
    Tale tale = new Tale().since(0).asking(1).pop().at(9, 10).post("a").at(11, 12).end();
    assertThat(tale.broken(Tolerance.USUAL.lateness(Duration.ofSeconds(8)))).containsExactly(LOST);
  }

  @Test
  void message_thatWasClaimedAfterwardsIsMissed() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).seeing("echo=true&include_delayed=1").end();
    assertThat(tale.at(4, 5).claim("c", "a").broken()).containsExactly(MISSED);
  }

  @Test
  void message_thatOneOfTheSessionsFiltersMayHaveHiddenIsNotMissed() {
    Tale tale = new Tale().at(0, 1).post("a", "b").at(1, 2).claim("c", "a");
    tale.at(3, 4).seeing("echo=true&include_delayed=true").page("b").at(5, 6).end();
    assertThat(tale.broken()).isEmpty();
  }

  @Test
  void violation_tellsWhatHappenedAndWhen() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3.25).end();
    assertThat(tale.violations(Tolerance.USUAL).getFirst())
        .asString()
        .startsWith("LOST: message a (A) is gone, and nobody removed it")
        .contains("#1 0.000-1.000 s producer POST /queues/q/messages: 201")
        .contains("#2 2.000-3.250 s observer GET /queues/q/messages?limit=20");
  }
}
