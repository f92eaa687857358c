// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.TimeBounds;
import zaqar.names.MessageId;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead.Recheck;

/**
 * Which messages of a scan need no second look for now, and when they do (design 4.5): the claimed
 * and delayed ones up to the first that can be taken, or might be by what another instance knows of
 * the time.
 *
 * @param now the time when the scan was sent
 * @param settled only what is older than this surely has nothing missing before it; {@link
 *     Ulid#MAX} in a range that is looked at again, as what lands there late is before no cursor
 * @param soon what comes back before that is not worth a recheck
 */
record CursorRule(TimeBounds now, Ulid settled, Instant soon) {
  /** Messages that one recheck covers: few, so that one that comes back costs little to find. */
  private static final int COVERED = 100;

  /** Rechecks that one request adds; where there would be more, each covers more. */
  private static final int MOST_RECHECKS = 90;

  /**
   * What can be passed.
   *
   * @param count how many messages
   * @param stoppedAt the first message that cannot; empty if there is none
   * @param delayedUntil until when the last of the delayed ones is; the epoch if none is
   * @param rechecks of those that come back
   */
  record Passed(
      int count, Optional<Ulid> stoppedAt, Instant delayedUntil, List<Recheck.Planned> rechecks) {}

  /**
   * Applies the rule.
   *
   * @param scanned messages of one shard, in order
   * @param taken what the request has taken, with the time until when it is gone
   * @param tried what it tried to take in vain: nobody knows until when others hold it
   */
  Passed apply(List<Message> scanned, Map<MessageId, Instant> taken, Set<MessageId> tried) {
    Instant delayedUntil = Instant.EPOCH;
    List<Message> passed = new ArrayList<>();
    Optional<Ulid> stoppedAt = Optional.empty();
    for (Message message : scanned) {
      if (stands(message, taken, tried)) {
        stoppedAt = Optional.of(message.id().ulid());
        break;
      }
      passed.add(message);
      if (message.delayedUntil().isAfter(delayedUntil)) {
        delayedUntil = message.delayedUntil();
      }
    }
    boolean isDelayed = delayedUntil.isAfter(now.earliest());
    return new Passed(
        passed.size(),
        stoppedAt,
        isDelayed ? delayedUntil : Instant.EPOCH,
        rechecks(passed, taken));
  }

  private boolean stands(Message message, Map<MessageId, Instant> taken, Set<MessageId> tried) {
    if (message.id().ulid().compareTo(settled) >= 0 || tried.contains(message.id())) {
      return true;
    }
    Instant end = end(message, taken);
    return !isGone(message, end) && end.isBefore(soon);
  }

  /** Until when a message cannot be taken; not after now if it can be. */
  private static Instant end(Message message, Map<MessageId, Instant> taken) {
    Instant end = taken.get(message.id());
    if (end != null) {
      return end;
    }
    return message.claimedUntil().isAfter(message.delayedUntil())
        ? message.claimedUntil()
        : message.delayedUntil();
  }

  /** Whether it never comes back: it was taken for good, or has expired for every instance. */
  private boolean isGone(Message message, Instant end) {
    return end.equals(Instant.MAX) || !message.isLive(now.earliest().minus(TimeBounds.MOST_OFF));
  }

  private List<Recheck.Planned> rechecks(List<Message> passed, Map<MessageId, Instant> taken) {
    int covered = Math.max(COVERED, Math.ceilDiv(passed.size(), MOST_RECHECKS));
    List<Recheck.Planned> rechecks = new ArrayList<>();
    for (List<Message> some : Chunks.of(passed, covered)) {
      Message first = some.getFirst();
      IdRange range =
          new IdRange(first.id().shard(), first.id().ulid(), some.getLast().id().ulid());
      some.stream()
          .filter(message -> !isGone(message, end(message, taken)))
          .map(message -> end(message, taken))
          .min(Instant::compareTo)
          .ifPresent(end -> rechecks.add(new Recheck.Planned(range, end)));
    }
    return rechecks;
  }
}
