// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** The statistics of one message. */
  static Stats of(MessageId id, Instant created, Kind kind) {
    Optional<Mark> mark = Optional.of(new Mark(id, created));
    return new Stats(
        kind == Kind.CLAIMED ? 1 : 0,
        kind == Kind.FREE ? 1 : 0,
        kind == Kind.DELAYED ? 1 : 0,
        mark,
        mark);
  }

  /** Both statistics as one. */
  Stats plus(Stats other) {
    return new Stats(
        claimed + other.claimed,
        free + other.free,
        delayed + other.delayed,
        Stream.of(oldest, other.oldest)
            .flatMap(Optional::stream)
            .min((a, b) -> a.id().compareTo(b.id())),
        Stream.of(newest, other.newest)
            .flatMap(Optional::stream)
            .max((a, b) -> a.id().compareTo(b.id())));
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
