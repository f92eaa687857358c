package zaqar.messages;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.dynamodb.Moment;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.Hint;
import zaqar.queues.QueueState;

/**
 * The messages at the head of a queue that one request may try to take, and what lies before them.
 * To be closed when the tries are over.
 *
 * @param now when the scan was sent: what was available then is what the tries are conditioned on
 * @param first the oldest messages that can be taken
 * @param candidates those that this request may try
 * @param isCrowded whether another request of this instance was faster with some, so that looking
 *     again is worthwhile
 */
public record Head(
    Heads heads,
    QueueKey queue,
    QueueState state,
    Moment now,
    List<Message> first,
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

  /**
   * What a scan found of one shard.
   *
   * @param before the hint it began with
   * @param rescan whether it looked from the start, in the name of all
   * @param isExact whether all of it was read after {@code before} was: only then may what it found
   *     replace that hint
   */
  record ScannedShard(ShardScan scan, Hint before, boolean rescan, boolean isExact) {}

  /** Where the messages are. */
  public QueueInPool place() {
    return state.place(queue);
  }

  /** Lets other requests of this instance try what this one did not take. */
  @Override
  public void close() {
    heads.end(ticket, candidates);
  }

  /** Ends without a try: of what was found in the name of all, all are told. */
  void leave() {
    for (ScannedShard shard : shards) {
      if (shard.rescan()) {
        heads.rescans().settle(queue, shard.before(), now, shard.scan());
      }
    }
    close();
  }

  /**
   * Tells this instance whether others were faster, and later requests where to begin, if this one
   * had to pass over much.
   *
   * @param taken what this request took, with the time until when it is gone
   */
  public void settle(Map<MessageId, Instant> taken) {
    settle(taken, Set.of());
  }

  /** The same if there are candidates that this request has spared. */
  public void settle(Map<MessageId, Instant> taken, Set<MessageId> spared) {
    Set<MessageId> tried =
        candidates.stream()
            .map(Message::id)
            .filter(id -> !taken.containsKey(id))
            .collect(Collectors.toSet());
    heads.learn(this, !spared.containsAll(tried));
    HintRule rule = heads.rescans().rule(now);
    for (ScannedShard shard : shards) {
      if (shard.isExact()) {
        leaveHint(shard, rule, taken, tried);
      }
    }
  }

  private void leaveHint(
      ScannedShard shard, HintRule rule, Map<MessageId, Instant> taken, Set<MessageId> tried) {
    ShardScan scan = shard.scan();
    HintRule.Found found =
        rule.apply(
            scan.passed(),
            scan.hasMore() ? Optional.of(scan.position()) : Optional.empty(),
            Optional.of(shard.before()).filter(hint -> !shard.rescan() && hint.from() != null),
            taken,
            tried);
    boolean moved = found.from().compareTo(state.available(scan.shard())) > 0;
    if (shard.rescan() || (moved && found.passed() >= WORTH_A_HINT)) {
      heads.rescans().set(queue, scan.shard(), shard.before(), found);
    }
  }
}
