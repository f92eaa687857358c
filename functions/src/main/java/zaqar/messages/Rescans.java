package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import zaqar.dynamodb.Moment;
import zaqar.dynamodb.Platform;
import zaqar.meter.Meter;
import zaqar.names.QueueKey;
import zaqar.queues.Hint;
import zaqar.queues.Hints;
import zaqar.queues.QueueStates;
import zaqar.settings.Settings;

/**
 * Keeps the hints of queues true (design 4.5): of all requests that find one stale, one scans from
 * the start in the name of all and sets a new one; the others go on from the one that stands.
 */
final class Rescans {
  private static final Duration SCAN = Duration.ofSeconds(1);

  private final QueueStates states;
  private final Hints hints;
  private final Settings settings;

  Rescans(Platform platform, QueueStates states, Hints hints) {
    this.states = states;
    this.hints = hints;
    settings = platform.settings();
  }

  /** Whether this request is the one that has to scan from the start. */
  boolean take(QueueKey queue, int shard, Hint hint, Moment now) {
    try {
      return hint.isStale(now.earliest())
          && hints.takeRescan(queue, shard, hint, now.earliest().plus(SCAN));
    } catch (SdkException leftToOthers) {
      Meter.current().warn("a queue could not be looked through anew", leftToOthers);
      return false;
    }
  }

  /** The rule for hints from a scan that was sent at {@code now}. */
  HintRule rule(Moment now) {
    return new HintRule(
        now.earliest(),
        now.settled(settings.writeDeadline()),
        now.earliest().minus(Moment.MOST_OFF));
  }

  /** Sets the hint that follows from a scan from the start that took nothing. */
  void settle(QueueKey queue, Hint before, Moment now, ShardScan scan) {
    Optional<Ulid> stoppedAt = scan.hasMore() ? Optional.of(scan.position()) : Optional.empty();
    set(
        queue,
        scan.shard(),
        before,
        rule(now).apply(scan.passed(), stoppedAt, Optional.empty(), Map.of(), Set.of()));
  }

  /**
   * Sets a hint if that works out: what a request has found must be answered, whatever becomes of
   * the hint.
   *
   * @param before the hint that was read before the scan
   */
  void set(QueueKey queue, int shard, Hint before, HintRule.Found found) {
    try {
      Hint hint = new Hint(found.from(), found.until(), found.delayed(), before.version() + 1);
      if (hints.replace(queue, shard, before.version(), hint)) {
        states.learn(queue, shard, hint);
      }
    } catch (SdkException leftToTheNextScan) {
      Meter.current().warn("a hint could not be set", leftToTheNextScan);
    }
  }
}
