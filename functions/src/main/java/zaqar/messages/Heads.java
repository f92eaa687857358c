package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.Hint;
import zaqar.queues.Hints;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.settings.Settings;

/**
 * Finds the messages at the head of a queue that can be taken (design 4.5). One round trip: the
 * state, and beside it a query from where the head was when this process last looked.
 */
public final class Heads {
  private final MessageStore store;
  private final QueueStates states;
  private final Hints hints;
  private final Settings settings;
  private final Parallel parallel;
  private final Clock clock;
  private final RandomGenerator random;
  private final Tries tries = new Tries();

  /** Looks by {@code clock}; chooses at random where many compete. */
  public Heads(Platform platform, MessageStore store, QueueStates states, Hints hints) {
    this.store = store;
    this.states = states;
    this.hints = hints;
    settings = platform.settings();
    parallel = platform.parallel();
    clock = platform.clock();
    random = platform.random();
  }

  /** A page of each shard, read before it was known where to begin. */
  private record Ahead(QueueState guess, List<Parallel.Running<MessageStore.Page>> pages) {}

  /**
   * Finds up to {@code wanted} messages.
   *
   * @param spread 1 takes the oldest; more takes a run at a random place among so many times the
   *     messages, which is for those who have just lost some to other instances
   */
  public Head find(QueueKey queue, int wanted, int spread) {
    long ticket = tries.begin();
    try {
      Instant now = clock.instant();
      Ahead ahead = readAhead(queue, wanted);
      QueueState state = states.read(queue);
      List<Head.ScannedShard> shards =
          IntStream.range(0, state.shards())
              .mapToObj(shard -> start(queue, state, shard, wanted, now, ahead))
              .toList();
      List<Supplier<List<Message>>> scans = new ArrayList<>();
      shards.forEach(s -> scans.add(() -> available(s.scan(), wanted * spread, now, ticket)));
      List<Message> available =
          parallel.all(scans).stream()
              .flatMap(List::stream)
              .sorted(Comparator.comparing(Message::id))
              .limit((long) wanted * spread)
              .toList();
      List<Message> candidates = take(available, wanted, spread, ticket);
      boolean isCrowded = candidates.size() < Math.min(wanted, available.size());
      return new Head(this, queue, state, now, candidates, shards, isCrowded, ticket);
    } catch (RuntimeException e) {
      tries.end(ticket, List.of());
      throw e;
    }
  }

  private Ahead readAhead(QueueKey queue, int wanted) {
    QueueState guess = states.guess(queue);
    return new Ahead(
        guess,
        IntStream.range(0, guess.shards())
            .mapToObj(
                shard ->
                    parallel.start(() -> store.page(queue, shard, guess.available(shard), wanted)))
            .toList());
  }

  private Head.ScannedShard start(
      QueueKey queue, QueueState state, int shard, int wanted, Instant now, Ahead ahead) {
    Hint hint = state.hints().get(shard);
    boolean rescan = hint.isStale(now) && hints.takeRescan(queue, shard, hint, now.plusSeconds(1));
    Ulid from = rescan ? state.since() : state.available(shard);
    ShardScan scan = new ShardScan(store, queue, shard, from, wanted);
    if (shard < ahead.pages().size()) {
      scan.takeAhead(ahead.pages().get(shard).get(), ahead.guess().available(shard));
    }
    return new Head.ScannedShard(scan, rescan ? hint.taken() : hint, rescan);
  }

  private List<Message> available(ShardScan scan, int wanted, Instant now, long ticket) {
    List<Message> available = new ArrayList<>();
    List<Message> page = scan.passed();
    while (true) {
      page.stream()
          .filter(m -> m.isAvailable(now) && tries.isFree(m.id(), ticket))
          .forEach(available::add);
      if (available.size() >= wanted || !scan.hasMore()) {
        return available;
      }
      page = scan.next();
    }
  }

  private List<Message> take(List<Message> available, int wanted, int spread, long ticket) {
    int last = Math.max(0, available.size() - wanted);
    int first = spread == 1 ? 0 : random.nextInt(last + 1);
    return available.stream()
        .skip(first)
        .limit(wanted)
        .filter(message -> tries.take(message.id(), ticket))
        .toList();
  }

  void end(long ticket, Collection<MessageId> tried) {
    tries.end(ticket, tried);
  }

  void setHint(QueueKey queue, int shard, Hint before, Ulid from, Instant until, boolean delayed) {
    hints.replace(queue, shard, before, from, until, delayed);
  }

  /** Before this, everything acknowledged was readable at {@code now}. */
  Ulid settledBefore(Instant now) {
    return Ulid.min(now.minus(settings.settleTime()).toEpochMilli());
  }
}
