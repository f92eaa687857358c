package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;

/**
 * A page of each shard, read while the queue's state is read, from where the state as last seen
 * says to begin. Nothing is read of a queue that this process has not seen: it might lie far from
 * where its readers are by now.
 */
final class ReadAhead {
  private static final ReadAhead NOTHING = new ReadAhead(Optional.empty(), Map.of());

  private final Optional<QueueState> guess;
  private final Map<Integer, Page> pages;

  private record Page(Ulid from, Parallel.Running<MessageStore.Page> read) {}

  private ReadAhead(Optional<QueueState> guess, Map<Integer, Page> pages) {
    this.guess = guess;
    this.pages = pages;
  }

  /**
   * Starts reading.
   *
   * @param only the shard to read; all if empty
   * @param from where to begin in a shard by a state
   * @param limit messages in each page
   */
  static ReadAhead start(
      Parallel parallel,
      MessageStore store,
      QueueKey queue,
      Optional<QueueState> guess,
      Optional<Integer> only,
      BiFunction<QueueState, Integer, Ulid> from,
      int limit) {
    if (guess.isEmpty()) {
      return NOTHING;
    }
    QueueState state = guess.get();
    QueueInPool place = state.place(queue);
    Map<Integer, Page> pages = new HashMap<>();
    for (int shard : state.shardsOr(only)) {
      Ulid begin = from.apply(state, shard);
      pages.put(
          shard, new Page(begin, parallel.start(() -> store.page(place, shard, begin, limit))));
    }
    return new ReadAhead(guess, pages);
  }

  /** What is left of it now that the state is known: nothing, if it was read in another table. */
  ReadAhead in(QueueState state) {
    return guess.filter(guessed -> guessed.pool().equals(state.pool())).isPresent()
        ? this
        : NOTHING;
  }

  /** Gives a scan what was read of its shard, if that is any use to it. */
  void handOver(ShardScan scan) {
    Page page = pages.get(scan.shard());
    if (page != null) {
      scan.takeAhead(page.read().get(), page.from());
    }
  }

  /**
   * Whether what was read of a shard was read after this version of its hint came to be: true if
   * nothing was, or if the hint is still the one that was guessed.
   */
  boolean isExact(int shard, long version) {
    return !pages.containsKey(shard) || guess.orElseThrow().hints().get(shard).version() == version;
  }
}
