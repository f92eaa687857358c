// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.encryption.Undecryptable;
import zaqar.meter.Meter;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.HeadStore;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead;
import zaqar.queues.QueueHead.Recheck;
import zaqar.queues.QueueState;

/**
 * Reads pages of a queue for readers who follow markers (design 4.4). A page is cut where a shard's
 * scan budget ended, so that order holds across shards; it may then be empty and still go on.
 */
record Listing(Platform platform, MessageStore store, HeadStore heads) {
  private static final int SCAN_BUDGET_BYTES = 4 * 1024 * 1024;
  private static final int MOST_BYTES_TO_READ_AGAIN = 64 * 1024;

  /** How many due ranges are looked through for one page. */
  private static final int MOST_RECHECKS = 8;

  /**
   * What a reader wants to see.
   *
   * @param showDelayed also messages whose delay is not over
   */
  record Wanted(
      ClientId reader, int limit, boolean echo, boolean showClaimed, boolean showDelayed) {
    boolean shows(Message message, Instant now) {
      return message.isLive(now)
          && (echo || !message.author().equals(reader))
          && (showClaimed || !message.isClaimed(now))
          && (showDelayed || !message.isDelayed(now));
    }
  }

  /**
   * A page.
   *
   * @param next where to go on; empty if the page is empty because the queue ended
   * @param wanted what was asked for, as this queue takes it
   */
  record MessagePage(List<Message> messages, Optional<Marker> next, Wanted wanted, Instant now) {}

  /**
   * A page, what the next read would have to pass over again, and how many seen ids this one did
   * not meet.
   */
  private record PageRead(MessagePage page, List<Message> readAgain, int unmet) {}

  /**
   * Reads the page after a marker; waits, at most W, where a marker would have to name too many
   * messages.
   */
  MessagePage read(QueueKey queue, Marker marker, Wanted wanted) {
    PageRead attempt = attempt(queue, marker, wanted);
    Optional<Duration> wait = timeUntilSmall(attempt);
    if (wait.isPresent()) {
      platform.pause().sleep(wait.get());
      attempt = attempt(queue, marker, wanted);
    }
    return attempt.page();
  }

  private Optional<Duration> timeUntilSmall(PageRead attempt) {
    int bytes = 0;
    int count = attempt.unmet();
    for (Message message : attempt.readAgain().reversed()) {
      bytes += message.size();
      count++;
      if (count > Marker.MOST_SEEN || bytes > MOST_BYTES_TO_READ_AGAIN) {
        Instant settles =
            Instant.ofEpochMilli(message.id().ulid().getTime() + 1)
                .plus(platform.settings().writeDeadline());
        Duration wait = Duration.between(platform.now().earliest(), settles);
        return Optional.of(wait.isPositive() ? wait : Duration.ZERO);
      }
    }
    return Optional.empty();
  }

  private Wanted on(QueueState state, Wanted asked) {
    boolean hidesDelayed = platform.settings().delayInAllQueues() || state.reserved().delays();
    return new Wanted(
        asked.reader(),
        asked.limit(),
        asked.echo(),
        asked.showClaimed(),
        asked.showDelayed() || !hidesDelayed);
  }

  private PageRead attempt(QueueKey queue, Marker marker, Wanted asked) {
    Instant sent = platform.clock().instant();
    int firstLimit = asked.limit() + marker.seen().size();
    TimeBounds guessed = platform.perhapsAt(sent);
    List<ShardScan.PageAhead> ahead =
        ShardScan.readAhead(
            platform.parallel(),
            store,
            queue,
            heads.guess(queue),
            Optional.empty(),
            (guess, shard) ->
                new View(guess, marker, on(guess.state(), asked), guessed.earliest()).from(shard),
            firstLimit);
    QueueHead head = heads.read(queue, guessed.latest());
    QueueState state = head.state();
    QueueInPool place = state.place(queue);
    TimeBounds now = platform.at(sent);
    Wanted wanted = on(state, asked);
    View view = new View(head, marker, wanted, now.earliest());
    Ulid settled = now.settled(platform.settings().writeDeadline());
    List<ShardScan> scans = new ArrayList<>();
    for (int shard = 0; shard < state.shards(); shard++) {
      IdRange range = new IdRange(shard, view.from(shard), Ulid.MAX);
      ShardScan scan = new ShardScan(store, place, range, firstLimit, settled);
      scan.takeAhead(ahead);
      scans.add(scan);
    }
    view.due().forEach(range -> scans.add(new ShardScan(store, place, range, firstLimit, settled)));
    int budget = SCAN_BUDGET_BYTES / scans.size();
    SortedMap<MessageId, Message> visible = new TreeMap<>();
    platform
        .parallel()
        .map(scans, scan -> visible(scan, marker, wanted, now.earliest(), budget))
        .forEach(some -> some.forEach(m -> visible.put(m.id(), m)));
    if (marker.equals(Marker.START) && !visible.isEmpty()) {
      Meter.current().met(visible.firstEntry().getValue().age(now.earliest()));
    }
    return assemble(place, view, now, scans, List.copyOf(visible.values()));
  }

  /**
   * Where a reader has to look. One who sees neither what is claimed nor what is delayed looks
   * where claims do: behind the cursors, and in the ranges that are due; of many, in the first few,
   * and his page ends before the next. He looks at everything if not all of these are known, or if
   * his marker names messages: what he would pass over might look deleted then, and be forgotten by
   * the marker.
   */
  private record View(QueueHead head, Marker marker, Wanted wanted, Instant now) {
    private boolean isOfAvailable() {
      return marker.seen().isEmpty()
          && !wanted.showClaimed()
          && !(wanted.showDelayed() && head.hidesDelayed(now))
          && !head.isCut();
    }

    Ulid from(int shard) {
      return later(isOfAvailable() ? head.from(shard, now) : head.state().oldest(now));
    }

    List<IdRange> due() {
      return allDue().limit(MOST_RECHECKS).toList();
    }

    /** Where the page ends at the latest; empty if nowhere. */
    Optional<Ulid> end() {
      return allDue().skip(MOST_RECHECKS).findFirst().map(IdRange::from);
    }

    private Stream<IdRange> allDue() {
      return isOfAvailable()
          ? head.due(now).stream()
              .map(Recheck::range)
              .map(range -> range.startingAt(later(head.state().oldest(now))))
              .filter(range -> !range.isEmpty())
              .sorted(Comparator.comparing(IdRange::from))
          : Stream.of();
    }

    private Ulid later(Ulid from) {
      Ulid unread = marker.safePoint().increment();
      return unread.compareTo(from) > 0 ? unread : from;
    }
  }

  private static List<Message> visible(
      ShardScan scan, Marker marker, Wanted wanted, Instant now, int budget) {
    while (true) {
      List<Message> visible =
          scan.passed().stream()
              .filter(m -> wanted.shows(m, now) && !marker.hasSeen(m.id().ulid()))
              .toList();
      if (visible.size() >= wanted.limit() || !scan.hasMore() || scan.bytes() >= budget) {
        return visible;
      }
      scan.next();
    }
  }

  private PageRead assemble(
      QueueInPool queue, View view, TimeBounds now, List<ShardScan> scans, List<Message> visible) {
    Marker marker = view.marker();
    Wanted wanted = view.wanted();
    Optional<Ulid> cut =
        Stream.concat(
                scans.stream().filter(ShardScan::hasMore).map(ShardScan::position),
                view.end().stream())
            .min(Ulid::compareTo);
    List<Message> reachable =
        visible.stream()
            .filter(m -> cut.map(end -> m.id().ulid().compareTo(end) < 0).orElse(true))
            .toList();
    int most =
        Math.min(
            wanted.limit(),
            AvailableMessages.fitting(reachable, AvailableMessages.ANSWER_ROOM).size());
    boolean full = reachable.size() >= wanted.limit() || most < reachable.size();
    List<Message> chosen = full ? reachable.subList(0, most) : reachable;
    if (chosen.isEmpty() && cut.isEmpty()) {
      return new PageRead(
          new MessagePage(List.of(), Optional.empty(), wanted, now.earliest()), List.of(), 0);
    }
    List<Message> loaded = upToUnreadable(queue, chosen);
    List<Message> messages = chosen.subList(0, loaded.size());
    boolean isWhole = loaded.size() == chosen.size();
    Ulid frontier =
        full || !isWhole || cut.isEmpty() ? messages.getLast().id().ulid() : before(cut.get());
    List<Message> had =
        scans.stream()
            .flatMap(scan -> scan.passed().stream())
            .filter(m -> marker.hasSeen(m.id().ulid()) || messages.contains(m))
            .sorted(Comparator.comparing(Message::id))
            .toList();
    Marker next =
        marker.advance(
            had.stream().map(m -> m.id().ulid()).toList(),
            frontier,
            now.settled(platform.settings().writeDeadline()),
            cut.isEmpty());
    List<Message> readAgain =
        had.stream().filter(m -> m.id().ulid().compareTo(next.safePoint()) > 0).toList();
    return new PageRead(
        new MessagePage(loaded, Optional.of(next), wanted, now.earliest()),
        readAgain,
        next.seen().size() - readAgain.size());
  }

  /**
   * The messages with their bodies, up to the first that cannot be decrypted. That one is left to
   * the next page, so that a reader who follows markers gets an error instead of missing it.
   */
  private List<Message> upToUnreadable(QueueInPool queue, List<Message> messages) {
    List<Message> readable = store.loadReadable(queue, messages);
    int count = 0;
    while (count < readable.size() && readable.get(count).id().equals(messages.get(count).id())) {
      count++;
    }
    if (count == 0 && !messages.isEmpty()) {
      throw new Undecryptable("the next message cannot be decrypted");
    }
    return readable.subList(0, count);
  }

  private static Ulid before(Ulid id) {
    boolean borrow = id.getLeastSignificantBits() == 0;
    return new Ulid(
        id.getMostSignificantBits() - (borrow ? 1 : 0), id.getLeastSignificantBits() - 1);
  }
}
