package zaqar.queues;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.names.MessageId;

/**
 * How many messages a queue holds, and between which two they lie. Delayed messages are free;
 * oldest and newest may be claimed (contract 4.2).
 */
record Stats(long claimed, long free, Optional<Mark> oldest, Optional<Mark> newest) {
  static final Stats NOTHING = new Stats(0, 0, Optional.empty(), Optional.empty());

  /** A message at an end of the queue, and when it was posted. */
  record Mark(MessageId id, Instant created) {}

  /** The statistics of one message. */
  static Stats of(MessageId id, Instant created, boolean isClaimed) {
    Optional<Mark> mark = Optional.of(new Mark(id, created));
    return new Stats(isClaimed ? 1 : 0, isClaimed ? 0 : 1, mark, mark);
  }

  /** Both statistics as one. */
  Stats plus(Stats other) {
    return new Stats(
        claimed + other.claimed,
        free + other.free,
        Stream.of(oldest, other.oldest)
            .flatMap(Optional::stream)
            .min((a, b) -> a.id().compareTo(b.id())),
        Stream.of(newest, other.newest)
            .flatMap(Optional::stream)
            .max((a, b) -> a.id().compareTo(b.id())));
  }

  /** What a part says of the whole that is so many times as large; the ends stay as they are. */
  Stats times(double factor) {
    return new Stats(Math.round(claimed * factor), Math.round(free * factor), oldest, newest);
  }

  /** The ends alone. */
  Stats uncounted() {
    return new Stats(0, 0, oldest, newest);
  }

  /** Whether there is no message. */
  boolean isNothing() {
    return claimed + free == 0;
  }
}
