// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.names.MessageId;

/**
 * How many messages a queue holds, and between which two they lie. Free are those that can be
 * claimed now; oldest and newest may be claimed or delayed (contract 4.2).
 */
record Stats(long claimed, long free, long delayed, Optional<Mark> oldest, Optional<Mark> newest) {
  static final Stats NOTHING = new Stats(0, 0, 0, Optional.empty(), Optional.empty());

  /** What of the three a message is. */
  enum Kind {
    CLAIMED,
    FREE,
    DELAYED
  }

  /** A message at an end of the queue, and when it was posted. */
  record Mark(MessageId id, Instant created) {}

  /** Counts messages one by one. */
  static final class Tally {
    private final EnumMap<Kind, Long> counts = new EnumMap<>(Kind.class);
    private @Nullable Mark oldest;
    private @Nullable Mark newest;

    void add(Mark mark, Kind kind) {
      counts.merge(kind, 1L, Long::sum);
      oldest = older(oldest, mark);
      newest = newer(newest, mark);
    }

    Stats stats() {
      return new Stats(
          counts.getOrDefault(Kind.CLAIMED, 0L),
          counts.getOrDefault(Kind.FREE, 0L),
          counts.getOrDefault(Kind.DELAYED, 0L),
          Optional.ofNullable(oldest),
          Optional.ofNullable(newest));
    }
  }

  private static @Nullable Mark older(@Nullable Mark one, @Nullable Mark other) {
    return one == null || (other != null && other.id().compareTo(one.id()) < 0) ? other : one;
  }

  private static @Nullable Mark newer(@Nullable Mark one, @Nullable Mark other) {
    return one == null || (other != null && other.id().compareTo(one.id()) > 0) ? other : one;
  }

  /** Both statistics as one. */
  Stats plus(Stats other) {
    return new Stats(
        claimed + other.claimed,
        free + other.free,
        delayed + other.delayed,
        Optional.ofNullable(older(oldest.orElse(null), other.oldest.orElse(null))),
        Optional.ofNullable(newer(newest.orElse(null), other.newest.orElse(null))));
  }

  /** What a part says of the whole that is so many times as large; the ends stay as they are. */
  Stats times(double factor) {
    return new Stats(
        Math.round(claimed * factor),
        Math.round(free * factor),
        Math.round(delayed * factor),
        oldest,
        newest);
  }

  /** The ends alone. */
  Stats uncounted() {
    return new Stats(0, 0, 0, oldest, newest);
  }

  /** How many messages there are. */
  long total() {
    return claimed + free + delayed;
  }

  /** Whether there is no message. */
  boolean isNothing() {
    return total() == 0;
  }
}
