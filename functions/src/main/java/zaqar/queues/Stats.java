package zaqar.queues;

import static zaqar.dynamodb.MessageTable.CLAIMED_UNTIL;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.names.MessageId;

/**
 * How many messages a queue holds, and between which two they lie. Delayed messages are free;
 * oldest and newest may be claimed (contract 4.2).
 */
record Stats(long claimed, long free, Optional<Mark> oldest, Optional<Mark> newest) {
  static final Stats NOTHING = new Stats(0, 0, Optional.empty(), Optional.empty());

  /** A message at an end of the queue, and when it was posted. */
  record Mark(MessageId id, Instant created) {}

  /** These statistics with one more message, unless it has expired. */
  Stats plus(Map<String, AttributeValue> item, int shard, Instant now) {
    if (Attributes.number(item, EXPIRY) <= now.getEpochSecond()) {
      return this;
    }
    boolean isClaimed = Attributes.number(item, CLAIMED_UNTIL) > now.toEpochMilli();
    Ulid id = Objects.requireNonNull(Attributes.ulid(item, ID));
    Mark mark =
        new Mark(
            new MessageId(id, shard),
            Instant.ofEpochMilli(Attributes.number(item, WRITTEN, id.getTime())));
    return plus(
        new Stats(isClaimed ? 1 : 0, isClaimed ? 0 : 1, Optional.of(mark), Optional.of(mark)));
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
}
