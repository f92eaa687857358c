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
import software.amazon.awssdk.core.exception.SdkException;
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
  /**
   * The most bytes of bodies in one answer. Lambda takes six million, of a document that is itself
   * written as a JSON string, in which every quote of a body counts twice.
   */
  public static final long ANSWER_ROOM = 2_900_000;

  private static final int SCAN_BUDGET_BYTES = 8 * 1024 * 1024;

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
   * @param room bytes that their bodies may have in all
   * @param spread 1 takes the oldest; more takes a run at a random place among so many times the
   *     messages, which is for those who have just lost some to other instances
   */
  public Head find(QueueKey queue, int wanted, long room, int spread) {
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
          fitting(
              parallel.all(scans).stream()
                  .flatMap(List::stream)
                  .sorted(Comparator.comparing(Message::id))
                  .limit((long) wanted * spread)
                  .toList(),
              room);
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
    boolean rescan = hint.isStale(now) && takeRescan(queue, shard, hint, now);
    Ulid from = rescan ? state.since() : state.available(shard);
    ShardScan scan = new ShardScan(store, queue, shard, from, wanted);
    boolean isAhead = !rescan && shard < ahead.pages().size();
    if (isAhead) {
      scan.takeAhead(ahead.pages().get(shard).get(), ahead.guess().available(shard));
    }
    boolean isExact = !isAhead || ahead.guess().hints().get(shard).version() == hint.version();
    return new Head.ScannedShard(scan, rescan ? hint.taken() : hint, rescan, isExact);
  }

  private boolean takeRescan(QueueKey queue, int shard, Hint hint, Instant now) {
    try {
      return hints.takeRescan(queue, shard, hint, now.plusSeconds(1));
    } catch (SdkException leftToOthers) {
      return false;
    }
  }

  private List<Message> available(ShardScan scan, int wanted, Instant now, long ticket) {
    List<Message> available = new ArrayList<>();
    List<Message> page = scan.passed();
    while (true) {
      page.stream()
          .filter(m -> m.isAvailable(now) && tries.isFree(m.id(), ticket))
          .forEach(available::add);
      if (available.size() >= wanted || !scan.hasMore() || scan.bytes() >= SCAN_BUDGET_BYTES) {
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

  /**
   * Sets a hint if that works out: what was taken must be answered, whatever becomes of the hint.
   */
  void setHint(QueueKey queue, int shard, Hint before, HintRule.Found found) {
    try {
      Hint hint = new Hint(found.from(), found.until(), found.delayed(), before.version() + 1);
      if (hints.replace(queue, shard, before.version(), hint)) {
        states.learn(queue, shard, hint);
      }
    } catch (SdkException e) {
      // The next scan finds the same again.
    }
  }

  /** The first of these messages whose bodies fit a room of so many bytes. */
  static List<Message> fitting(List<Message> messages, long room) {
    List<Message> fitting = new ArrayList<>();
    long left = room;
    for (Message message : messages) {
      left -= message.bodyLength();
      if (left < 0) {
        break;
      }
      fitting.add(message);
    }
    return fitting;
  }

  /** The rule for hints from a scan that was sent at {@code now}. */
  HintRule hintRule(Instant now) {
    return new HintRule(
        now,
        Ulid.min(now.minus(settings.settleTime()).toEpochMilli()),
        now.minus(settings.clockTolerance().multipliedBy(2)));
  }
}
