package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.Moment;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.meter.Meter;
import zaqar.names.QueueKey;
import zaqar.queues.Hint;
import zaqar.queues.Hints;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;

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

  /** Among how many runs of messages one is chosen where others may begin as well. */
  private static final int RUNS = 8;

  /** How many places beyond the head are looked at before the head has to do. */
  private static final int PLACES = 3;

  private static final int SCAN_BUDGET_BYTES = 8 * 1024 * 1024;

  private final MessageStore store;
  private final QueueStates states;
  private final Rescans rescans;
  private final Parallel parallel;
  private final Platform platform;
  private final Tries tries = new Tries();
  private final Spread spread;
  private final RandomGenerator random;

  /** Looks by the store's clock; chooses at random where many compete. */
  public Heads(Platform platform, MessageStore store, QueueStates states, Hints hints) {
    this.store = store;
    this.states = states;
    rescans = new Rescans(platform, states, hints);
    parallel = platform.parallel();
    this.platform = platform;
    random = platform.random();
    spread = new Spread(platform.clock(), random);
  }

  /**
   * Finds up to {@code wanted} messages: the oldest, unless this instance has lost some to others
   * of late. Then it looks at one shard alone, if that has enough. Those whose format is not known
   * are left to a release that knows it.
   *
   * @param room bytes that their bodies may have in all
   * @throws zaqar.dynamodb.UnknownFormat if there are no others
   */
  public Head find(QueueKey queue, int wanted, long room) {
    Optional<Integer> any = spread.isWide(queue) ? anyShard(queue) : Optional.empty();
    if (any.isPresent()) {
      Head head = find(queue, wanted, room, any);
      if (head.first().size() == wanted) {
        return head;
      }
      head.leave();
    }
    return find(queue, wanted, room, Optional.empty());
  }

  /** One of several shards, by chance: there are fewer others at each than at the queue. */
  private Optional<Integer> anyShard(QueueKey queue) {
    return states
        .guess(queue)
        .filter(state -> state.shards() > 1)
        .map(state -> random.nextInt(state.shards()));
  }

  private Head find(QueueKey queue, int wanted, long room, Optional<Integer> only) {
    long ticket = tries.begin();
    try {
      Instant asked = platform.clock().instant();
      ReadAhead ahead =
          ReadAhead.start(
              parallel, store, queue, states.guess(queue), only, QueueState::available, wanted);
      QueueState state = states.read(queue);
      ReadAhead known = ahead.in(state);
      Moment now = platform.at(asked);
      List<Head.ScannedShard> shards =
          state.shardsOr(only).stream()
              .map(shard -> start(queue, state, shard, wanted, now, known))
              .toList();
      List<Message> first = firstAvailable(shards, wanted, now, ticket);
      if (first.isEmpty()) {
        shards.forEach(shard -> requireNoneUnknown(shard, now.earliest()));
      }
      first.stream().findFirst().ifPresent(m -> Meter.current().met(m.age(now.earliest())));
      boolean isWide = spread.isWide(queue) && first.size() == wanted;
      List<Message> available =
          fitting(isWide ? further(queue, state, only, first, now, ticket) : first, room);
      List<Message> candidates =
          available.stream().filter(message -> tries.take(message.id(), ticket)).toList();
      boolean isCrowded = candidates.size() < available.size();
      return new Head(this, queue, state, now, first, candidates, shards, isCrowded, ticket);
    } catch (RuntimeException e) {
      tries.end(ticket, List.of());
      throw e;
    }
  }

  private Head.ScannedShard start(
      QueueKey queue, QueueState state, int shard, int wanted, Moment now, ReadAhead ahead) {
    Hint hint = state.hints().get(shard);
    boolean rescan = rescans.take(queue, shard, hint, now);
    Ulid from = rescan ? state.since() : state.available(shard);
    ShardScan scan = new ShardScan(store, state.place(queue), shard, from, wanted);
    if (!rescan) {
      ahead.handOver(scan);
    }
    boolean isExact = rescan || ahead.isExact(shard, hint.version());
    return new Head.ScannedShard(scan, rescan ? hint.taken() : hint, rescan, isExact);
  }

  private List<Message> firstAvailable(
      List<Head.ScannedShard> shards, int wanted, Moment now, long ticket) {
    List<Supplier<List<Message>>> scans = new ArrayList<>();
    shards.forEach(s -> scans.add(() -> available(s, wanted, now.earliest(), ticket)));
    return inOrder(parallel.all(scans), wanted);
  }

  private List<Message> available(Head.ScannedShard shard, int wanted, Instant now, long ticket) {
    ShardScan scan = shard.scan();
    // Who looks in the name of all goes on to the first message that it leaves to the others.
    int enough = shard.rescan() ? wanted + 1 : wanted;
    List<Message> available = new ArrayList<>();
    List<Message> page = scan.passed();
    while (true) {
      available.addAll(free(page, now, ticket));
      if (available.size() >= enough || !scan.hasMore() || scan.bytes() >= SCAN_BUDGET_BYTES) {
        return available;
      }
      page = scan.next();
    }
  }

  private List<Message> free(List<Message> page, Instant now, long ticket) {
    return page.stream()
        .filter(m -> m.isAvailable(now) && m.isKnown() && tries.isFree(m.id(), ticket))
        .toList();
  }

  private static void requireNoneUnknown(Head.ScannedShard shard, Instant now) {
    shard.scan().passed().stream()
        .filter(message -> message.isAvailable(now))
        .forEach(Message::requireKnown);
  }

  private static List<Message> inOrder(List<List<Message>> shards, int wanted) {
    return shards.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Message::id))
        .limit(wanted)
        .toList();
  }

  /**
   * Up to as many messages as there are at the head, from a place beyond it; those at the head if
   * no such place is found. Fewer are better than the head, where everybody meets.
   */
  private List<Message> further(
      QueueKey queue,
      QueueState state,
      Optional<Integer> only,
      List<Message> first,
      Moment now,
      long ticket) {
    Ulid head = first.getFirst().id().ulid();
    for (int attempt = 0; attempt < PLACES; attempt++) {
      Spread.Start start = spread.choose(queue, head);
      int limit = start.isNew() ? first.size() * RUNS : first.size();
      List<Message> free =
          free(read(queue, state, only, head, start.id(), limit), now.earliest(), ticket);
      if (!free.isEmpty()) {
        int others = Math.max(0, free.size() - first.size());
        int aside = start.isNew() ? random.nextInt(others + 1) : 0;
        return free.stream().skip(aside).limit(first.size()).toList();
      }
      spread.leave(queue);
    }
    return first;
  }

  private List<Message> read(
      QueueKey queue, QueueState state, Optional<Integer> only, Ulid head, Ulid from, int limit) {
    QueueInPool place = state.place(queue);
    List<Supplier<MessageStore.Page>> reads =
        state.shardsOr(only).stream()
            .<Supplier<MessageStore.Page>>map(shard -> () -> store.page(place, shard, from, limit))
            .toList();
    List<MessageStore.Page> pages = parallel.all(reads);
    List<Message> found = inOrder(pages.stream().map(MessageStore.Page::messages).toList(), limit);
    if (pages.stream().noneMatch(MessageStore.Page::more)) {
      spread.endsAt(queue, head, found.isEmpty() ? from : found.getLast().id().ulid());
    }
    return found;
  }

  /** Ends the tries of a request. */
  void end(long ticket, List<Message> candidates) {
    tries.end(ticket, candidates.stream().map(Message::id).toList());
  }

  /**
   * Looks further off next time, or nearer, as what the request tried was lost to others or not.
   */
  void learn(Head head, boolean lostSome) {
    if (!head.candidates().isEmpty()) {
      Ulid begin = head.first().getFirst().id().ulid();
      Ulid last = head.candidates().getLast().id().ulid();
      if (lostSome) {
        spread.lost(head.queue(), begin, last);
      } else {
        spread.won(head.queue(), begin, head.first().getLast().id().ulid(), last);
      }
    }
  }

  /** Sets the hints of queues. */
  Rescans rescans() {
    return rescans;
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
}
