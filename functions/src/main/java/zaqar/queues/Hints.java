package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Platform;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * Moves the hints in the states of queues. Each move is one write unit on an item of under a
 * kilobyte. Of the requests of one instance that would replace the same version of a hint, only the
 * first tries.
 */
public final class Hints {
  private static final int ATTEMPTS = 10;
  private static final int MOST_KNOWN = 10_000;

  private final Map<Place, Long> replaced = new ConcurrentHashMap<>();
  private final DynamoDb dynamoDb;
  private final Settings settings;

  private record Place(QueueKey queue, int shard) {}

  /** Writes to the control table. */
  public Hints(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
  }

  /**
   * Sets what a scan found. The hint must be the one that was read before the scan: whoever
   * released a message since then has changed its version, and this hint might hide that message.
   * The loser does nothing; the next scan tells.
   *
   * @return whether the hint was set
   */
  public boolean replace(QueueKey queue, int shard, long versionBefore, Hint hint) {
    return replaceOnce(
        queue,
        shard,
        versionBefore,
        "SET from_N = :from, until_N = :until, delayed_N = :delayed, hint_N = :next",
        "attribute_exists(pk)"
            + " AND (hint_N = :before OR (attribute_not_exists(hint_N) AND :before = :zero))",
        Map.of(
            ":from", Attributes.ulid(Objects.requireNonNull(hint.from())),
            ":until", Attributes.number(hint.until().toEpochMilli()),
            ":delayed", AttributeValue.fromBool(hint.delayed()),
            ":next", Attributes.number(hint.version()),
            ":before", Attributes.number(versionBefore),
            ":zero", Attributes.number(0)));
  }

  /**
   * Takes the right to scan from the start, by making the others wait for the result until {@code
   * until}. Of all that find the same stale hint, one gets it; the others go on from the hint as it
   * stands.
   *
   * @return whether this caller got it; its hint then has the next version
   */
  public boolean takeRescan(QueueKey queue, int shard, Hint stale, Instant until) {
    return replaceOnce(
        queue,
        shard,
        stale.version(),
        "SET until_N = :until, hint_N = :next",
        "hint_N = :version",
        Map.of(
            ":until", Attributes.number(until.toEpochMilli()),
            ":next", Attributes.number(stale.version() + 1),
            ":version", Attributes.number(stale.version())));
  }

  private boolean replaceOnce(
      QueueKey queue,
      int shard,
      long version,
      String update,
      String condition,
      Map<String, AttributeValue> values) {
    Place place = new Place(queue, shard);
    if (!isFirst(place, version)) {
      return false;
    }
    try {
      return update(queue, shard, update, condition, values) == Written.DONE;
    } catch (RuntimeException notWritten) {
      replaced.remove(place);
      throw notWritten;
    }
  }

  private synchronized boolean isFirst(Place place, long version) {
    Long last = replaced.get(place);
    if (last != null && last >= version) {
      return false;
    }
    if (replaced.size() >= MOST_KNOWN) {
      replaced.clear();
    }
    replaced.put(place, version);
    return true;
  }

  /**
   * Makes a released message found again: the hint begins at it, or earlier, and scans that are
   * under way can no longer set theirs. Which of the two updates fits may change between them, and
   * then both are tried again. A queue without state has no hint to lower.
   *
   * @throws IllegalStateException if others move the hint all the time
   */
  public void lower(QueueKey queue, int shard, Ulid released) {
    Map<String, AttributeValue> values =
        Map.of(":from", Attributes.ulid(released), ":one", Attributes.number(1));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Written lowered =
          update(queue, shard, "SET from_N = :from ADD hint_N :one", "from_N > :from", values);
      if (lowered != Written.REFUSED) {
        return;
      }
      Written kept =
          update(
              queue,
              shard,
              "ADD hint_N :one",
              "attribute_exists(pk) AND (attribute_not_exists(from_N) OR from_N <= :from)",
              values);
      if (kept != Written.REFUSED) {
        return;
      }
    }
    throw new IllegalStateException("the hint of a released message could not be lowered");
  }

  private enum Written {
    DONE,
    REFUSED,
    NO_STATE
  }

  private Written update(
      QueueKey queue,
      int shard,
      String update,
      String condition,
      Map<String, AttributeValue> values) {
    try {
      dynamoDb
          .client()
          .updateItem(
              UpdateItemRequest.builder()
                  .tableName(settings.controlTable())
                  .key(ControlTable.state(queue))
                  .updateExpression(ofShard(shard, update))
                  .conditionExpression(ofShard(shard, condition))
                  .expressionAttributeValues(values)
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .build());
      return Written.DONE;
    } catch (ConditionalCheckFailedException lost) {
      return lost.hasItem() && !lost.item().isEmpty() ? Written.REFUSED : Written.NO_STATE;
    }
  }

  /** An expression with {@code _N} standing for the shard. */
  private static String ofShard(int shard, String expression) {
    return expression.replace("_N", "_" + shard);
  }
}
