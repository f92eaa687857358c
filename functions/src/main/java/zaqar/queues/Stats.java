// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.names.MessageId;

/**
 * How many messages a queue holds, and between which two they lie. Free are those that can be
 * claimed now; oldest and newest may be claimed or delayed (contract 4.2).
 */
record Stats(long claimed, long free, long delayed, Optional<Mark> oldest, Optional<Mark> newest) {
  private static final Comparator<Mark> BY_ID = Comparator.comparing(Mark::id);

  static final Stats NOTHING = new Stats(0, 0, 0, Optional.empty(), Optional.empty());

  /** A message at an end of the queue, and when it was posted. */
  record Mark(MessageId id, Instant created) {}

  Stats plus(Stats other) {
    return new Stats(
        claimed + other.claimed,
        free + other.free,
        delayed + other.delayed,
        Stream.of(oldest, other.oldest).flatMap(Optional::stream).min(BY_ID),
        Stream.of(newest, other.newest).flatMap(Optional::stream).max(BY_ID));
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

  long total() {
    return claimed + free + delayed;
  }

  boolean isNothing() {
    return total() == 0;
  }
}
