package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.queues.Hint;

class HintRuleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ulid SETTLED = Ulid.min(NOW.minusSeconds(2).toEpochMilli());
  private static final HintRule RULE = new HintRule(NOW, SETTLED, NOW.minusSeconds(1));

  /** A message posted so many seconds ago. */
  private static Message message(
      long secondsAgo, long claimedForSeconds, long delayedForSeconds, long livesForSeconds) {
    Instant created = NOW.minusSeconds(secondsAgo);
    return new Message(
        new MessageId(Ulid.min(created.toEpochMilli()), 0),
        new ClientId(new UUID(0, 0)),
        null,
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
        100,
        true);
  }

  private static Message free(long secondsAgo) {
    return message(secondsAgo, -1, -1, 1000);
  }

  private static Message claimed(long secondsAgo, long forSeconds) {
    return message(secondsAgo, forSeconds, -1, 1000);
  }

  private static HintRule.Found apply(Message... scanned) {
    return RULE.apply(List.of(scanned), Optional.empty(), Optional.empty(), Map.of(), Set.of());
  }

  @Test
  void hint_beginsAtTheFirstMessageThatCanBeTaken() {
    Message first = free(50);

    HintRule.Found found = apply(claimed(60, 30), claimed(55, 20), first, claimed(40, 10));

    assertThat(found.from()).isEqualTo(first.id().ulid());
    assertThat(found.until()).isEqualTo(NOW.plusSeconds(20));
    assertThat(found.passed()).isEqualTo(2);
  }

  @Test
  void hint_neverHidesWhatASlowWriterMayStillLand() {
    assertThat(apply(claimed(60, 30), claimed(1, 30)).from()).isEqualTo(SETTLED);
    assertThat(apply().from()).isEqualTo(SETTLED);
  }

  @Test
  void hint_knowsOfDelays() {
    HintRule.Found found = apply(message(60, -1, 15, 1000), free(50));

    assertThat(found.delayed()).isTrue();
    assertThat(found.until()).isEqualTo(NOW.plusSeconds(15));
  }

  @Test
  void hint_passesWhatTheRequestTookAndStopsAtWhatItLost() {
    Message won = free(60);
    Message lost = free(50);

    HintRule.Found found =
        RULE.apply(
            List.of(won, lost, free(40)),
            Optional.empty(),
            Optional.empty(),
            Map.of(won.id(), NOW.plusSeconds(300)),
            Set.of(lost.id()));

    assertThat(found.from()).isEqualTo(lost.id().ulid());
    assertThat(found.until()).isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void hint_passesTheExpiredOnlyWhenNoClockDoubtsIt() {
    assertThat(apply(message(60, -1, -1, -5)).from()).isEqualTo(SETTLED);
    Message expiredByThisClock = message(60, -1, -1, 0);
    assertThat(apply(expiredByThisClock).from()).isEqualTo(expiredByThisClock.id().ulid());
  }

  @Test
  void hint_reachesNoFurtherThanTheScan() {
    Ulid stopped = Ulid.min(NOW.minusSeconds(30).toEpochMilli());

    HintRule.Found found =
        RULE.apply(
            List.of(claimed(60, 30)), Optional.of(stopped), Optional.empty(), Map.of(), Set.of());

    assertThat(found.from()).isEqualTo(stopped);
  }

  @Test
  void hint_thatContinuesAnotherHoldsNoLongerThanThat() {
    Hint before =
        new Hint(Ulid.min(NOW.minusSeconds(70).toEpochMilli()), NOW.plusSeconds(5), true, 3);

    HintRule.Found found =
        RULE.apply(
            List.of(claimed(60, 30)), Optional.empty(), Optional.of(before), Map.of(), Set.of());

    assertThat(found.until()).isEqualTo(NOW.plusSeconds(5));
    assertThat(found.delayed()).isTrue();
  }

  @Test
  void hint_isLookedAtAnewOnceASecondAtMost() {
    assertThat(apply(message(60, -1, -1, 1000)).until()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(
            RULE.apply(
                    List.of(claimed(60, 30)),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(claimed(60, 30).id(), NOW.plusMillis(10)),
                    Set.of())
                .until())
        .isEqualTo(NOW.plusSeconds(1));
  }
}
