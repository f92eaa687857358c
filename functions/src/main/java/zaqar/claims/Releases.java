package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.queues.Hints;

/** Gives messages back to the queue, so that the next claim finds them. */
final class Releases {
  private final HoldStore holds;
  private final Hints hints;
  private final Clock clock;

  Releases(Platform platform, HoldStore holds, Hints hints) {
    clock = platform.clock();
    this.holds = holds;
    this.hints = hints;
  }

  /** Frees what the claim holds of these messages, and then says where they are. */
  void release(QueueInPool queue, ClaimId claim, List<MessageId> candidates) {
    holds.release(queue, claim, candidates, clock.instant());
    announce(queue, candidates);
  }

  /** Lowers the queue's hints to messages that are back, or will be sooner than they say. */
  void announce(QueueInPool queue, List<MessageId> released) {
    Map<Integer, Ulid> lowest = new TreeMap<>();
    released.forEach(
        id -> lowest.merge(id.shard(), id.ulid(), (a, b) -> a.compareTo(b) < 0 ? a : b));
    lowest.forEach((shard, ulid) -> hints.lower(queue.queue(), shard, ulid));
  }
}
