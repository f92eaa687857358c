package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import zaqar.names.QueueKey;

/**
 * How far beyond the head of a queue this instance looks because other instances look there, too:
 * not at all while it gets what it tries; twice as far each time it has lost some; a little less
 * far each time it has not. Distances are those of the upper halves of ids, which count in
 * 65,536ths of a millisecond.
 */
final class Spread {
  private static final int MOST_QUEUES = 10_000;
  private static final int FIRST_STEP = 8;
  private static final int DECAY = 16;
  private static final long FARTHEST = 1L << 60;

  private final Map<QueueKey, Long> distances = new ConcurrentHashMap<>();
  private final RandomGenerator random;

  Spread(RandomGenerator random) {
    this.random = random;
  }

  /** A stretch of ids that begins at the head, and a random place in it. */
  record Stretch(Ulid begin, Ulid end) {
    boolean contains(Ulid id) {
      return id.compareTo(begin) >= 0 && id.compareTo(end) < 0;
    }
  }

  /** Whether this instance is to look beyond the head. */
  boolean isWide(QueueKey queue) {
    return distances.containsKey(queue);
  }

  /**
   * Where to look: from a random place to the farthest end. Who finds too little there goes on at
   * the head, as if the stretch were a ring: so no message is left to wait longer than others.
   */
  Stretch choose(QueueKey queue, Ulid head) {
    long distance = distances.getOrDefault(queue, 1L);
    return new Stretch(after(head, random.nextLong(distance)), after(head, distance));
  }

  private static Ulid after(Ulid head, long distance) {
    return new Ulid(head.getMostSignificantBits() + distance, head.getLeastSignificantBits());
  }

  /** Some of the messages from {@code first} to {@code last} were lost to other instances. */
  void lost(QueueKey queue, Ulid first, Ulid last) {
    if (distances.size() >= MOST_QUEUES) {
      distances.clear();
    }
    long step = FIRST_STEP * (1 + distance(first, last));
    distances.merge(queue, step, (before, one) -> Math.min(FARTHEST, before * 2));
  }

  /** All of them were won. */
  void won(QueueKey queue, Ulid first, Ulid last) {
    long least = 1 + distance(first, last);
    distances.computeIfPresent(
        queue, (key, before) -> before <= least ? null : before - before / DECAY - 1);
  }

  /** There is nothing from here on. */
  void endsAt(QueueKey queue, Ulid head, Ulid end) {
    long most = 1 + distance(head, end);
    distances.computeIfPresent(queue, (key, before) -> Math.min(before, most));
  }

  private static long distance(Ulid from, Ulid to) {
    return Math.max(0, to.getMostSignificantBits() - from.getMostSignificantBits());
  }
}
