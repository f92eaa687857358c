// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.TimeBounds;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead.Recheck;

class CursorRuleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ulid SETTLED = Ulid.min(NOW.minusSeconds(2).toEpochMilli());
  private static final CursorRule RULE =
      new CursorRule(new TimeBounds(NOW, NOW), SETTLED, NOW.plusSeconds(1));

  /** A message posted so many seconds ago. */
  private static Message message(
      long secondsAgo, long claimedForSeconds, long delayedForSeconds, long livesForSeconds) {
    Instant created = NOW.minusSeconds(secondsAgo);
    return new Message(
        new MessageId(Ulid.min(created.toEpochMilli()), 0),
        new ClientId(new UUID(0, 0)),
        null,
        0,
        created,
        Duration.ofHours(1),
        NOW.plusSeconds(livesForSeconds),
        NOW.plusSeconds(delayedForSeconds),
        null,
        NOW.plusSeconds(claimedForSeconds),
        0,
        null,
        0,
        null,
        null,
        100);
  }

  private static Message free(long secondsAgo) {
    return message(secondsAgo, -1, -1, 1000);
  }

  private static Message claimed(long secondsAgo, long forSeconds) {
    return message(secondsAgo, forSeconds, -1, 1000);
  }

  private static CursorRule.Passed apply(Message... scanned) {
    return RULE.apply(List.of(scanned), Map.of(), Set.of());
  }

  private static Recheck.Planned recheck(Message first, Message last, long inSeconds) {
    return new Recheck.Planned(
        new IdRange(0, first.id().ulid(), last.id().ulid()), NOW.plusSeconds(inSeconds));
  }

  @Test
  void passing_stopsAtTheFirstMessageThatCanBeTaken() {
    Message first = claimed(60, 30);
    Message second = claimed(55, 20);
    Message free = free(50);

    CursorRule.Passed passed = apply(first, second, free, claimed(40, 10));

    assertThat(passed.stoppedAt()).contains(free.id().ulid());
    assertThat(passed.count()).isEqualTo(2);
    assertThat(passed.rechecks()).containsExactly(recheck(first, second, 20));
  }

  @Test
  void passing_neverHidesWhatASlowWriterMayStillLand() {
    Message young = claimed(1, 30);

    assertThat(apply(claimed(60, 30), young).stoppedAt()).contains(young.id().ulid());
    assertThat(apply(claimed(60, 30)).stoppedAt()).isEmpty();
  }

  @Test
  void passing_knowsUntilWhenSomeAreDelayed() {
    assertThat(apply(message(60, -1, 15, 1000), claimed(50, 30)).delayedUntil())
        .isEqualTo(NOW.plusSeconds(15));
    assertThat(apply(claimed(50, 30)).delayedUntil()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void passing_passesWhatTheRequestTookAndStopsAtWhatItLost() {
    Message won = free(60);
    Message lost = free(50);

    CursorRule.Passed passed =
        RULE.apply(
            List.of(won, lost, free(40)),
            Map.of(won.id(), NOW.plusSeconds(300)),
            Set.of(lost.id()));

    assertThat(passed.stoppedAt()).contains(lost.id().ulid());
    assertThat(passed.rechecks()).containsExactly(recheck(won, won, 300));
  }

  @Test
  void passing_needsNoRecheckOfWhatIsGone() {
    Message popped = free(60);

    CursorRule.Passed passed =
        RULE.apply(
            List.of(popped, message(55, -1, -1, -5)), Map.of(popped.id(), Instant.MAX), Set.of());

    assertThat(passed.count()).isEqualTo(2);
    assertThat(passed.rechecks()).isEmpty();
  }

  @Test
  void passing_passesTheExpiredOnlyWhenNoClockDoubtsIt() {
    assertThat(apply(message(60, -1, -1, -5)).count()).isEqualTo(1);
    assertThat(apply(message(60, -1, -1, 0)).count()).isZero();
  }

  @Test
  void passing_leavesWhatComesBackAtOnce() {
    assertThat(apply(message(60, 0, -1, 1000)).count()).isZero();
    assertThat(apply(claimed(60, 2)).count()).isEqualTo(1);
  }

  @Test
  void passing_afterALongSearchLeavesWhatIsBackByNowAndPassesTheRest() {
    CursorRule late = new CursorRule(new TimeBounds(NOW, NOW), SETTLED, NOW.plusSeconds(11));
    List<Message> scanned = List.of(claimed(60, 30), claimed(50, 10));

    CursorRule.Passed passed = late.apply(scanned, Map.of(), Set.of());

    assertThat(passed.count()).isEqualTo(1);
    assertThat(passed.stoppedAt()).contains(scanned.getLast().id().ulid());
  }

  @Test
  void rechecks_coverFewMessagesEachUnlessTheyAreVeryMany() {
    Message[] some = new Message[250];
    Arrays.setAll(some, i -> claimed(1000 - i, 30 + i));
    Message[] many = new Message[20_000];
    Arrays.setAll(many, i -> claimed(30_000 - i, 30 + i));

    assertThat(apply(some).rechecks())
        .containsExactly(
            recheck(some[0], some[99], 30),
            recheck(some[100], some[199], 130),
            recheck(some[200], some[249], 230));
    assertThat(apply(many).rechecks()).hasSizeLessThanOrEqualTo(90);
  }
}
