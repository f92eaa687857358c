// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.QueueKey;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead;
import zaqar.queues.QueueState;

/**
 * Reads a page of each shard while the queue's head is read, from where this process saw the head
 * last. Nothing is read ahead of a queue that this process has not seen, since the page might lie
 * far from its present head.
 */
final class ReadAhead {
  private static final ReadAhead NOTHING = new ReadAhead(Optional.empty(), Map.of());

  private final Optional<QueueState> guess;
  private final Map<Integer, PendingRead> pages;

  private record PendingRead(Ulid from, Parallel.Running<MessageStore.Slice> read) {}

  private ReadAhead(Optional<QueueState> guess, Map<Integer, PendingRead> pages) {
    this.guess = guess;
    this.pages = pages;
  }

  /**
   * Starts reading.
   *
   * @param only the shard to read; all if empty
   * @param from where to begin in a shard by a head
   * @param limit messages in each page
   */
  static ReadAhead start(
      Parallel parallel,
      MessageStore store,
      QueueKey queue,
      Optional<QueueHead> guess,
      Optional<Integer> only,
      BiFunction<QueueHead, Integer, Ulid> from,
      int limit) {
    if (guess.isEmpty()) {
      return NOTHING;
    }
    QueueHead head = guess.get();
    QueueInPool place = head.state().place(queue);
    Map<Integer, PendingRead> pages = new HashMap<>();
    for (int shard : head.state().shardsOr(only)) {
      IdRange range = new IdRange(shard, from.apply(head, shard), Ulid.MAX);
      pages.put(
          shard,
          new PendingRead(range.from(), parallel.start(() -> store.page(place, range, limit))));
    }
    return new ReadAhead(Optional.of(head.state()), pages);
  }

  /** What is left of it now that the state is known: nothing, if it was read in another table. */
  ReadAhead in(QueueState state) {
    return guess.filter(guessed -> guessed.pool().equals(state.pool())).isPresent()
        ? this
        : NOTHING;
  }

  /** Gives a scan what was read of its shard, if that is any use to it. */
  void handOver(ShardScan scan) {
    PendingRead page = pages.get(scan.shard());
    if (page != null) {
      scan.takeAhead(page.read().get(), page.from());
    }
  }
}
