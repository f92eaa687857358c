package zaqar.queues;

import static zaqar.dynamodb.ControlTable.DELAYED;
import static zaqar.dynamodb.ControlTable.FROM;
import static zaqar.dynamodb.ControlTable.HINT;
import static zaqar.dynamodb.ControlTable.UNTIL;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Platform;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * Moves the hints in the states of queues. Each move is one write unit on an item of under a
 * kilobyte.
 */
public final class Hints {
  private final DynamoDb dynamoDb;
  private final Settings settings;

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
  public boolean replace(
      QueueKey queue, int shard, Hint before, Ulid from, Instant until, boolean delayed) {
    return update(
        queue,
        shard,
        "SET #from = :from, #until = :until, #delayed = :delayed, #hint = :next",
        "attribute_exists(pk) AND (#hint = :version OR (attribute_not_exists(#hint) AND :version = :zero))",
        Map.of(
            ":from", Attributes.ulid(from),
            ":until", Attributes.number(until.toEpochMilli()),
            ":delayed", AttributeValue.fromBool(delayed),
            ":next", Attributes.number(before.version() + 1),
            ":version", Attributes.number(before.version()),
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
    return update(
        queue,
        shard,
        "SET #until = :until, #hint = :next",
        "#hint = :version",
        Map.of(
            ":until", Attributes.number(until.toEpochMilli()),
            ":next", Attributes.number(stale.version() + 1),
            ":version", Attributes.number(stale.version())));
  }

  /**
   * Makes a released message found again: the hint begins at it, or earlier, and scans that are
   * under way can no longer set theirs.
   */
  public void lower(QueueKey queue, int shard, Ulid released) {
    boolean lowered =
        update(
            queue,
            shard,
            "SET #from = :from ADD #hint :one",
            "#from > :from",
            Map.of(":from", Attributes.ulid(released), ":one", Attributes.number(1)));
    if (!lowered) {
      update(
          queue,
          shard,
          "ADD #hint :one",
          "attribute_exists(pk)",
          Map.of(":one", Attributes.number(1)));
    }
  }

  private boolean update(
      QueueKey queue,
      int shard,
      String update,
      String condition,
      Map<String, AttributeValue> values) {
    Map<String, String> names = new HashMap<>();
    Map.of("#from", FROM, "#until", UNTIL, "#delayed", DELAYED, "#hint", HINT)
        .forEach(
            (placeholder, attribute) -> {
              if ((update + condition).contains(placeholder)) {
                names.put(placeholder, attribute + shard);
              }
            });
    try {
      dynamoDb
          .client()
          .updateItem(
              UpdateItemRequest.builder()
                  .tableName(settings.controlTable())
                  .key(ControlTable.state(queue))
                  .updateExpression(update)
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(values)
                  .build());
      return true;
    } catch (ConditionalCheckFailedException lost) {
      return false;
    }
  }
}
