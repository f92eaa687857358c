package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.Hint;
import zaqar.queues.QueueState;

/**
 * The messages at the head of a queue that one request may try to take, and what lies before them.
 * To be closed when the tries are over.
 *
 * @param now when the scan was sent: what was available then is what the tries are conditioned on
 * @param candidates in order
 * @param isCrowded whether another request of this instance was faster with some, so that looking
 *     again is worthwhile
 */
public record Head(
    Heads heads,
    QueueKey queue,
    QueueState state,
    Instant now,
    List<Message> candidates,
    List<ScannedShard> shards,
    boolean isCrowded,
    long ticket)
    implements AutoCloseable {
  /**
   * Fewer unavailable messages before the first available one are read again rather than paid a
   * hint for.
   */
  private static final int WORTH_A_HINT = 20;

  private static final Duration SOON = Duration.ofSeconds(1);

  /**
   * What a scan found of one shard.
   *
   * @param before the hint it began with
   * @param rescan whether it looked from the start, in the name of all
   * @param isExact whether all of it was read after {@code before} was: only then may what it found
   *     replace that hint
   */
  record ScannedShard(ShardScan scan, Hint before, boolean rescan, boolean isExact) {}

  /** A hint to be set: see {@link Hint}. */
  private record Finding(Ulid from, Instant until, boolean delayed, int passed) {}

  /** Ends the tries of all candidates. */
  @Override
  public void close() {
    heads.end(ticket, candidates.stream().map(Message::id).toList());
  }

  /**
   * Tells later requests where to begin, if this one had to pass over much.
   *
   * @param taken what this request took, with the time until when it is gone
   */
  public void leaveHint(Map<MessageId, Instant> taken) {
    Set<MessageId> tried =
        candidates.stream()
            .map(Message::id)
            .filter(id -> !taken.containsKey(id))
            .collect(Collectors.toSet());
    for (ScannedShard shard : shards) {
      Finding finding = finding(shard, taken, tried);
      boolean moved = finding.from().compareTo(state.available(shard.scan().shard())) > 0;
      boolean isWorthIt = shard.rescan() || (moved && finding.passed() >= WORTH_A_HINT);
      if (shard.isExact() && isWorthIt) {
        heads.setHint(
            queue,
            shard.scan().shard(),
            shard.before(),
            finding.from(),
            finding.until(),
            finding.delayed());
      }
    }
  }

  private Finding finding(
      ScannedShard shard, Map<MessageId, Instant> taken, Collection<MessageId> tried) {
    Ulid settled = heads.settledBefore(now);
    Ulid from = min(settled, shard.scan().hasMore() ? shard.scan().position() : settled);
    boolean continues = !shard.rescan() && shard.before().from() != null;
    Instant until = continues ? shard.before().until() : Instant.MAX;
    boolean delayed = continues && shard.before().delayed();
    int passed = 0;
    for (Message message : shard.scan().passed()) {
      Optional<Instant> back = backAt(message, taken);
      boolean stands =
          tried.contains(message.id()) || (back.isEmpty() && heads.mayBeLive(message, now));
      if (stands || message.id().ulid().compareTo(settled) >= 0) {
        from = min(settled, message.id().ulid());
        break;
      }
      passed++;
      until = back.filter(until::isAfter).orElse(until);
      delayed |= message.isDelayed(now);
    }
    return new Finding(from, clamp(until), delayed, passed);
  }

  /**
   * When a message that is not available comes back; empty if it is available, or never comes back.
   */
  private Optional<Instant> backAt(Message message, Map<MessageId, Instant> taken) {
    Instant end = taken.get(message.id());
    if (end != null) {
      return Optional.of(end);
    }
    if (!message.isLive(now) || message.isAvailable(now)) {
      return Optional.empty();
    }
    return Optional.of(
        message.claimedUntil().isAfter(message.delayedUntil())
            ? message.claimedUntil()
            : message.delayedUntil());
  }

  private Instant clamp(Instant until) {
    Instant soon = now.plus(SOON);
    Instant latest = now.plus(Duration.ofDays(1));
    return until.isBefore(soon) ? soon : until.isAfter(latest) ? latest : until;
  }

  private static Ulid min(Ulid a, Ulid b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
