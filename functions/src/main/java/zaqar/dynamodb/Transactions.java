// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes that are made all or none. The store cancels a transaction for a condition that does not
 * hold, but also because another one has hold of an item, or for want of capacity; only the first
 * means that somebody else was faster. The others are tried again, and end as a fault.
 */
public record Transactions(Platform platform) {
  private static final int ATTEMPTS = 8;
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final String CONDITION = "ConditionalCheckFailed";

  /** A write of an item, whatever is there. */
  public static TransactWriteItem put(String table, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(p -> p.tableName(table).item(item)).build();
  }

  /** A write of an item if a condition holds; without values where the condition has none. */
  public static TransactWriteItem putIf(
      String table,
      Map<String, AttributeValue> item,
      String condition,
      Map<String, AttributeValue> values) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(table)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values.isEmpty() ? null : values))
        .build();
  }

  /** A delete of an item, whether or not it is there. */
  public static TransactWriteItem delete(String table, Map<String, AttributeValue> key) {
    return TransactWriteItem.builder().delete(d -> d.tableName(table).key(key)).build();
  }

  /** A delete of an item if a condition holds; without values where the condition has none. */
  public static TransactWriteItem deleteIf(
      String table,
      Map<String, AttributeValue> key,
      String condition,
      Map<String, AttributeValue> values) {
    return TransactWriteItem.builder()
        .delete(
            d ->
                d.tableName(table)
                    .key(key)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values.isEmpty() ? null : values))
        .build();
  }

  /**
   * Makes all writes or none.
   *
   * @return the places of those whose conditions do not hold; empty if all are made
   * @throws TransactionCanceledException if the store keeps cancelling them for other reasons
   */
  public Set<Integer> commit(List<TransactWriteItem> writes) {
    for (int attempt = 1; ; attempt++) {
      try {
        platform.dynamoDb().client().transactWriteItems(r -> r.transactItems(writes));
        return Set.of();
      } catch (TransactionCanceledException cancelled) {
        Set<Integer> refused = refused(cancelled);
        if (!refused.isEmpty()) {
          return refused;
        }
        if (attempt == ATTEMPTS) {
          throw cancelled;
        }
        platform.sleepAbout(PAUSE.multipliedBy(attempt));
      }
    }
  }

  /**
   * The places of the writes whose conditions do not hold. If there are none, the transaction was
   * not lost to anybody: the store could not carry it out.
   */
  public static Set<Integer> refused(TransactionCanceledException cancelled) {
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    return IntStream.range(0, reasons.size())
        .filter(i -> Objects.equals(reasons.get(i).code(), CONDITION))
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }
}
