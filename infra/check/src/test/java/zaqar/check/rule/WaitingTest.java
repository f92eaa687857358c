// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.LOST;
import static zaqar.check.rule.Violation.Kind.WAITING;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
  /** So claims may be answered with less than there is, and the next may be hindered. */
  private static final Tolerance FAILING =
      Tolerance.USUAL.forFailingStores().lateness(Duration.ofSeconds(5));

  /** Message a is there from 1 s on, and messages y and z from 4 s on. */
  private static Tale posted() {
    return new Tale().at(0, 1).post("a").at(3, 4).post("y", "z");
  }

  /** Somebody is always busy with a claim, so that no other is looked at by itself. */
  private static Tale busy(Tale tale) {
    return tale.at(0, 30).by("other").asking(1).claim("o");
  }

  @Test
  void message_isPassedOverForTooLong() {
    Tale tale = busy(posted()).at(5, 5.1).claim("c", "y").at(8.2, 8.3).claim("d", "z");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
    assertThat(tale.violations(FAILING).getFirst().text()).contains("message a (A)");
    assertThat(tale.violations(FAILING).getFirst().events()).hasSize(3);
  }

  @Test
  void message_isPassedOverByEmptyAnswersAndByPops() {
    Tale tale = busy(new Tale().at(0, 1).post("a")).at(2, 2.1).asking(5).claim("c");
    assertThat(tale.at(5.2, 5.3).asking(5).claim("d").broken(FAILING)).containsExactly(WAITING);
    tale = busy(new Tale().at(0, 1).post("a")).at(2, 2.1).asking(5).pop();
    assertThat(tale.at(5.2, 5.3).asking(5).pop().broken(FAILING)).containsExactly(WAITING);
  }

  @Test
  void message_isTakenInTime() {
    Tale tale = busy(posted()).at(5, 5.1).claim("c", "y").at(8, 8.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
    tale = busy(posted()).at(5, 5.1).claim("c", "y").at(8, 8.5).by("w").claim("d", "a");
    assertThat(tale.at(8.2, 8.3).claim("e", "z").broken(FAILING)).isEmpty();
  }

  @Test
  void message_isNotAskedForAllTheTime() {
    assertThat(busy(posted()).at(9, 9.1).claim("c", "y").broken(FAILING)).isEmpty();
  }

  @Test
  void message_isNotPassedOverByWhoGetsAnOlderOne() {
    Tale tale = busy(new Tale().at(0, 1).post("a").at(3, 4).post("b").at(6, 7).post("y", "z"));
    tale.at(8, 8.1).claim("c", "y").at(12, 12.1).claim("d", "a", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
  }

  @Test
  void message_isNotInTurnWhileOlderOnesAreHandedOut() {
    Tale tale = busy(new Tale().at(0, 0.5).post("b").at(2, 3).post("a").at(5, 6).post("y", "z"));
    tale.at(7, 7.1).claim("c", "y").at(9, 9.1).claim("e", "b").at(11, 11.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
  }

  @Test
  void message_ofTheSameAgeHasNoOrder() {
    Tale tale = busy(new Tale().at(0, 1).post("a").at(1.5, 2).post("y", "z"));
    assertThat(tale.at(5, 5.1).claim("c", "y").at(9, 9.1).claim("d", "z").broken(FAILING))
        .isEmpty();
  }

  @Test
  void message_isDelayed() {
    Tale tale = new Tale().at(0, 1).delay(10).post("a").at(3, 4).delay(0).post("x", "y", "z");
    tale.at(0, 30).by("other").asking(1).claim("o").at(10.5, 10.6).claim("c", "x");
    assertThat(tale.at(14, 14.1).claim("d", "y").broken(FAILING)).isEmpty();
    tale.at(11.1, 11.2).claim("e", "z").at(14.3, 14.4).asking(1).claim("f");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
  }

  @Test
  void message_isHeld() {
    Tale tale = busy(posted()).at(5, 6).ttl(10).asking(1).claim("c", "a");
    tale.at(8, 8.1).claim("d", "y").at(12, 12.1).claim("e", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
  }

  @Test
  void message_thatLapsed() {
    Tale tale = busy(posted()).at(5, 6).ttl(10).asking(1).claim("c", "a");
    tale.at(16.1, 16.2).claim("d", "y").at(19.3, 19.4).claim("e", "z");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
  }

  @Test
  void message_thatWasReleased() {
    Tale tale = busy(posted()).at(5, 6).ttl(10).asking(1).claim("c", "a").at(6, 7).release("c");
    tale.at(8, 8.1).claim("d", "y").at(12, 12.1).claim("e", "z");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
    tale = busy(posted()).at(5, 6).ttl(10).asking(1).claim("c", "a").since(6).release("c");
    tale.at(8, 8.1).claim("d", "y").at(12, 12.1).claim("e", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
  }

  @Test
  void claim_withoutAnswerMayHoldWhatItAskedFor() {
    Tale tale = busy(posted()).since(4).ttl(10).asking(1).claim("x");
    tale.at(5, 5.1).claim("c", "y").at(9, 9.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
    tale = new Tale().at(0, 1).post("a", "b").at(3, 4).post("y", "z");
    busy(tale).at(4, 4.5).refused(503).ttl(10).asking(1).claim("x");
    tale.at(5, 5.1).claim("c", "y").at(9, 9.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).as("one of the two").containsExactly(WAITING);
  }

  @Test
  void claim_withoutAnswerHoldsNothingAfterItsTime() {
    Tale tale = busy(posted()).since(4).ttl(10).asking(1).claim("x");
    tale.at(18.9, 19.2).claim("c", "y").at(23, 23.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
    tale = busy(posted()).since(4).ttl(10).asking(1).claim("x");
    tale.at(19.1, 19.2).claim("c", "y").at(23, 23.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
  }

  @Test
  void claim_thatGotLessThanItAskedForMayHoldTheRest() {
    Tale tale = busy(posted()).at(5, 5.1).asking(2).claim("c", "y").at(9, 9.1).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
    assertThat(tale.broken(Tolerance.USUAL.lateness(Duration.ofSeconds(5)))).contains(WAITING);
  }

  @Test
  void message_thatMayBeGone() {
    Tale tale = busy(posted()).since(4).delete("a").at(5, 5.1).claim("c", "y");
    assertThat(tale.at(9, 9.1).claim("d", "z").broken(FAILING)).isEmpty();
    tale = busy(posted()).since(4).asking(1).pop().at(5, 5.1).claim("c", "y");
    assertThat(tale.at(9, 9.1).claim("d", "z").broken(FAILING)).isEmpty();
    tale = busy(posted()).at(4, 9).purge().at(5, 5.1).claim("c", "y");
    assertThat(tale.at(9, 9.1).claim("d", "z").broken(FAILING)).isEmpty();
  }

  @Test
  void message_thatMayBeGoneAndWasSeenLater() {
    Tale tale = busy(posted()).since(4).delete("a").at(5, 5.1).claim("c", "y");
    tale.at(9, 9.1).claim("d", "z").at(10, 11).page("a", "y", "z");
    assertThat(tale.broken(FAILING)).containsExactly(WAITING);
  }

  @Test
  void message_mayExpire() {
    Tale tale = new Tale().at(0, 1).ttl(60).post("a").at(3, 4).post("y", "z");
    tale.at(56, 56.1).claim("c", "y").at(59.5, 59.6).claim("d", "z");
    assertThat(tale.broken(FAILING)).isEmpty();
  }

  @Test
  void message_thatIsLostDoesNotWait() {
    Tale tale = busy(posted()).at(5, 5.1).claim("c", "y").at(9, 9.1).claim("d", "z");
    assertThat(tale.at(10, 11).page("y", "z").at(11, 12).end().broken(FAILING))
        .containsExactly(LOST);
  }

  @Test
  void message_mayMoveToTheDeadLetters() {
    Tale tale = new Tale().at(0, 0.5).create("{'_dead_letter_queue': 'd'}");
    tale.at(0.6, 1).post("a").at(3, 4).post("y", "z").at(5, 5.1).claim("c", "y");
    assertThat(tale.at(9, 9.1).claim("d", "z").broken(FAILING)).isEmpty();
  }

  @Test
  void waiting_isGrantedAsLongAsIsWished() {
    Tale tale = busy(posted()).at(5, 5.1).claim("c", "y").at(9, 9.1).claim("d", "z");
    assertThat(tale.broken(FAILING.waiting(Duration.ofSeconds(5)))).isEmpty();
  }

  @Test
  void manyMessages_areOneViolation() {
    Tale tale = busy(new Tale().at(0, 1).post("a", "b", "e").at(3, 4).post("x", "y", "z"));
    tale.at(5, 5.1).claim("c", "x").at(9, 9.1).claim("d", "y").at(13, 13.1).claim("f", "z");
    assertThat(tale.violations(FAILING))
        .singleElement()
        .matches(violation -> violation.text().startsWith("3 messages"));
  }
}
