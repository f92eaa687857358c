// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import zaqar.cache.BoundedMap;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * Keeps requests that want the same messages apart.
 *
 * <p>Within an instance, only one request at a time tries to take a message. A request whose scan
 * began before that try leaves the message alone, since what the scan saw may no longer be so.
 *
 * <p>An instance that wins what it tries stays at the head of the queue. An instance that loses
 * messages to others goes to a random place beyond the head, further off with each loss, and works
 * on from there while it wins. Each win shortens the distance a little, until the instance is back
 * at the head. An instance that has lost nothing for a while returns at once. Distances are those
 * of the upper halves of ids, which count in 65,536ths of a millisecond.
 */
final class Contention {
  private static final long UNDER_WAY = Long.MAX_VALUE;
  private static final int MOST_QUEUES = 10_000;
  private static final int GROWTH = 4;
  private static final int DECAY = 16;
  private static final long FARTHEST = 1L << 60;

  /**
   * An instance that has lost nothing for so long has no competition any more. While it looks
   * beyond the head, it may leave old messages there: where claims are rare, for as long as this.
   */
  private static final Duration MEMORY = Duration.ofSeconds(5);

  private final Map<MessageId, Long> triedAt = new HashMap<>();
  private final TreeSet<Long> scans = new TreeSet<>();
  private long time;

  private final BoundedMap<QueueKey, Distance> places = new BoundedMap<>(MOST_QUEUES);
  private final InstantSource clock;
  private final RandomGenerator random;

  Contention(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** To be called before a scan is sent; the ticket goes into the other two. */
  synchronized long begin() {
    scans.add(++time);
    return time;
  }

  /** Whether nobody tries this message, or has tried it since the scan began. */
  synchronized boolean isFree(MessageId id, long ticket) {
    Long tried = triedAt.get(id);
    return tried == null || tried < ticket;
  }

  /** Takes a message that is free: until the end, nobody else may try it. */
  synchronized boolean take(MessageId id, long ticket) {
    boolean free = isFree(id, ticket);
    if (free) {
      triedAt.put(id, UNDER_WAY);
    }
    return free;
  }

  /** Ends a scan, and the tries of the messages it took. */
  synchronized void end(long ticket, Collection<MessageId> taken) {
    long now = ++time;
    taken.forEach(id -> triedAt.put(id, now));
    scans.remove(ticket);
    long oldest = scans.isEmpty() ? now + 1 : scans.first();
    if (!taken.isEmpty() || scans.isEmpty()) {
      triedAt.values().removeIf(tried -> tried < oldest);
    }
  }

  /**
   * Where an instance is.
   *
   * @param reach how far from the head it may be
   * @param next where its last run ended; null if it has to look for a new place
   * @param lost when it lost something last
   */
  private record Distance(long reach, @Nullable Ulid next, Instant lost) {}

  /**
   * Where to begin.
   *
   * @param isNew whether others may begin there as well, so that a step aside is wise
   */
  record Start(Ulid id, boolean isNew) {}

  /** Whether this instance is to look beyond the head. */
  boolean isWide(QueueKey queue) {
    Instant now = clock.instant();
    places.computeIfPresent(
        queue, (key, place) -> place.lost().plus(MEMORY).isBefore(now) ? null : place);
    return places.get(queue).isPresent();
  }

  Start choose(QueueKey queue, Ulid head) {
    Distance place = places.get(queue).orElse(new Distance(1, head, Instant.MIN));
    Ulid next = place.next();
    if (next != null && next.compareTo(head) >= 0 && distance(head, next) < place.reach()) {
      return new Start(next, false);
    }
    long high = head.getMostSignificantBits() + random.nextLong(place.reach());
    return new Start(new Ulid(high, head.getLeastSignificantBits()), true);
  }

  /** Some of what was tried, up to {@code last}, was lost to other instances. */
  void lost(QueueKey queue, Ulid head, Ulid last) {
    long tried = 1 + distance(head, last);
    Instant now = clock.instant();
    places.compute(
        queue,
        (key, before) -> {
          long reach = before == null ? tried : Math.max(tried, before.reach());
          return new Distance(Math.min(FARTHEST, reach * GROWTH), null, now);
        });
  }

  /**
   * All that was tried, up to {@code last}, was won.
   *
   * @param near the last of as many messages at the head
   */
  void won(QueueKey queue, Ulid head, Ulid near, Ulid last) {
    long least = 1 + distance(head, near);
    places.computeIfPresent(
        queue,
        (key, before) -> {
          long reach = before.reach() - before.reach() / DECAY - 1;
          return reach <= least ? null : new Distance(reach, last.increment(), before.lost());
        });
  }

  /** There was nothing where this instance looked. */
  void leave(QueueKey queue) {
    places.computeIfPresent(
        queue, (key, before) -> new Distance(before.reach(), null, before.lost()));
  }

  /** There is nothing after {@code last}. */
  void endsAt(QueueKey queue, Ulid head, Ulid last) {
    long most = 1 + distance(head, last);
    places.computeIfPresent(
        queue,
        (key, before) ->
            new Distance(Math.min(before.reach(), most), before.next(), before.lost()));
  }

  private static long distance(Ulid from, Ulid to) {
    return Math.max(0, to.getMostSignificantBits() - from.getMostSignificantBits());
  }
}
