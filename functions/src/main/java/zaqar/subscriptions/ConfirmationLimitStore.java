// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static zaqar.dynamodb.ControlTable.ASKING;
import static zaqar.dynamodb.ControlTable.ENDS;
import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.TRIES;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.TimeBounds;

/**
 * Limits how often a receiver is asked to confirm subscriptions. It is asked once an hour, for one
 * subscription, and at most three times for that one, across all queues and projects (contract
 * 8.8).
 */
public record ConfirmationLimitStore(Platform platform) {
  /** How often one asking is sent, at most. */
  public static final int MOST_TRIES = 3;

  private static final Duration REST = Duration.ofHours(1);

  /**
   * Counts a try to ask a subscriber; false if it must not be made.
   *
   * @param receiver what all subscribers have in common that lead to the same one
   * @param asking the same for all tries of one asking, and for no other
   */
  public boolean countIfAllowed(String receiver, String asking) {
    return begin(receiver, asking) || goOn(receiver, asking);
  }

  /**
   * Guards the rest of an hour: an asking that comes before it is over is another's, or goes on.
   */
  private boolean begin(String receiver, String asking) {
    TimeBounds now = platform.now();
    Instant end = now.latest().plus(REST);
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.asked(receiver));
    item.put(ASKING, Attributes.text(asking));
    item.put(TRIES, Attributes.number(1));
    item.put(ENDS, Attributes.number(end.toEpochMilli()));
    item.put(EXPIRES, Attributes.number(end.getEpochSecond() + 1));
    DynamoDbClient client = platform.dynamoDb().client();
    try {
      client.putItem(
          r ->
              r.tableName(platform.settings().controlTable())
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk) OR ends <= :now")
                  .expressionAttributeValues(
                      Map.of(":now", Attributes.number(now.earliest().toEpochMilli()))));
      return true;
    } catch (ConditionalCheckFailedException askedOfLate) {
      return false;
    }
  }

  /** Guards the number of tries: one that was made already is made again as long as few were. */
  private boolean goOn(String receiver, String asking) {
    DynamoDbClient client = platform.dynamoDb().client();
    try {
      client.updateItem(
          r ->
              r.tableName(platform.settings().controlTable())
                  .key(ControlTable.asked(receiver))
                  .updateExpression("SET tries = tries + :one")
                  .conditionExpression("asking = :asking AND tries < :most")
                  .expressionAttributeValues(
                      Map.of(
                          ":one", Attributes.number(1),
                          ":asking", Attributes.text(asking),
                          ":most", Attributes.number(MOST_TRIES))));
      return true;
    } catch (ConditionalCheckFailedException notAllowed) {
      return false;
    }
  }
}
