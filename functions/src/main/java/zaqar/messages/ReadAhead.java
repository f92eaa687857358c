package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
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
  private static final ReadAhead NOTHING = new ReadAhead(Optional.empty(), List.of());

  private final Optional<QueueState> guess;
  private final List<Page> pages;

  private record Page(Ulid from, Parallel.Running<MessageStore.Page> read) {}

  private ReadAhead(Optional<QueueState> guess, List<Page> pages) {
    this.guess = guess;
    this.pages = pages;
  }

  /**
   * Starts reading.
   *
   * @param from where to begin in a shard by a state
   * @param limit messages in each page
   */
  static ReadAhead start(
      Parallel parallel,
      MessageStore store,
      QueueKey queue,
      Optional<QueueState> guess,
      BiFunction<QueueState, Integer, Ulid> from,
      int limit) {
    if (guess.isEmpty()) {
      return NOTHING;
    }
    QueueState state = guess.get();
    QueueInPool place = state.place(queue);
    List<Page> pages =
        IntStream.range(0, state.shards())
            .mapToObj(
                shard -> {
                  Ulid begin = from.apply(state, shard);
                  return new Page(
                      begin, parallel.start(() -> store.page(place, shard, begin, limit)));
                })
            .toList();
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
    if (scan.shard() < pages.size()) {
      Page page = pages.get(scan.shard());
      scan.takeAhead(page.read().get(), page.from());
    }
  }

  /**
   * Whether what was read of a shard was read after this version of its hint came to be: true if
   * nothing was, or if the hint is still the one that was guessed.
   */
  boolean isExact(int shard, long version) {
    return shard >= pages.size() || guess.orElseThrow().hints().get(shard).version() == version;
  }
}
