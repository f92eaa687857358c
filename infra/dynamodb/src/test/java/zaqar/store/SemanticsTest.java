// SPDX-License-Identifier: Apache-2.0
package zaqar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static zaqar.store.StoreClient.item;
import static zaqar.store.StoreClient.key;
import static zaqar.store.StoreClient.number;
import static zaqar.store.StoreClient.text;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What the service relies on, through all that the SDK does for a call. */
class SemanticsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final StoreClient client = new StoreClient(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void query_ordersNumbersAsNumbers() {
    for (Object sort : List.of("10", "-1.5", "9", "0", "-20", "1E-130", "9.5")) {
      client.put(key(sort));
    }
    assertThat(
            sorts(
                client.tables.query(
                    r ->
                        r.tableName("items")
                            .keyConditionExpression("p = :p")
                            .expressionAttributeValues(Map.of(":p", text("p"))))))
        .extracting(Double::parseDouble)
        .isSorted()
        .hasSize(7);
  }

  private static List<String> sorts(QueryResponse response) {
    return response.items().stream().map(item -> item.get("s").n()).toList();
  }

  @Test
  void query_saysWhereItStopped_alsoWhenItsLimitIsTheLastItem() {
    client.put(key(1));
    client.put(key(2));
    QueryResponse page =
        client.tables.query(
            r ->
                r.tableName("items")
                    .keyConditionExpression("p = :p AND s BETWEEN :a AND :b")
                    .expressionAttributeValues(
                        Map.of(":p", text("p"), ":a", number(0), ":b", number(9)))
                    .limit(2));
    assertThat(sorts(page)).containsExactly("1", "2");
    assertThat(page.lastEvaluatedKey()).isEqualTo(key(2));
  }

  @Test
  void query_goesOnBackwardsWhereItStopped() {
    IntStream.range(0, 5).forEach(i -> client.put(key(i)));
    QueryResponse page =
        client.tables.query(
            r ->
                r.tableName("items")
                    .keyConditionExpression("p = :p AND s < :last")
                    .expressionAttributeValues(Map.of(":p", text("p"), ":last", number(4)))
                    .scanIndexForward(false)
                    .exclusiveStartKey(key(2)));
    assertThat(sorts(page)).containsExactly("1", "0");
  }

  @Test
  void query_endsAPageAtOneMegabyteBeforeTheFilter() {
    AttributeValue large = text("x".repeat(300_000));
    IntStream.range(0, 6).forEach(i -> client.put(item(i, "heavy", large)));
    QueryResponse page =
        client.tables.query(
            r ->
                r.tableName("items")
                    .keyConditionExpression("p = :p")
                    .filterExpression("attribute_not_exists(heavy)")
                    .expressionAttributeValues(Map.of(":p", text("p")))
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertThat(page.items()).isEmpty();
    assertThat(page.scannedCount()).isEqualTo(4);
    assertThat(page.lastEvaluatedKey()).isEqualTo(key(3));
    assertThat(page.consumedCapacity().capacityUnits()).isEqualTo(146.5);
  }

  @Test
  void update_tellsWhatIsRefusedFromWhatIsNotThere() {
    client.put(item(1, "u", number(5)));
    ConditionalCheckFailedException refused = failedUpdate(1);
    ConditionalCheckFailedException absent = failedUpdate(2);
    assertThat(refused.item()).containsEntry("u", number(5));
    assertThat(absent.hasItem()).isFalse();
  }

  private ConditionalCheckFailedException failedUpdate(int sort) {
    return catchThrowableOfType(
        ConditionalCheckFailedException.class,
        () ->
            client.tables.updateItem(
                r ->
                    r.tableName("items")
                        .key(key(sort))
                        .updateExpression("SET u = :new")
                        .conditionExpression("u < :old")
                        .expressionAttributeValues(Map.of(":new", number(9), ":old", number(5)))
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
  }

  @Test
  void conditions_compareValuesOfTheRequestWithEachOther() {
    client.tables.putItem(
        r ->
            r.tableName("items")
                .item(key(1))
                .conditionExpression(":a < :b")
                .expressionAttributeValues(Map.of(":a", number(1), ":b", number(2))));
    assertThat(client.get(1)).isEqualTo(key(1));
  }

  @Test
  void statements_succeedOrFailAlone() {
    client.put(item(1, "u", number(1)));
    client.put(item(2, "u", number(2)));
    List<BatchStatementResponse> responses =
        client
            .tables
            .batchExecuteStatement(
                r ->
                    r.statements(
                        statement(
                            "UPDATE \"items\" SET u = ? SET x = ? WHERE p = ? AND s = ?"
                                + " AND u = ? RETURNING ALL NEW *",
                            number(9),
                            number(7),
                            text("p"),
                            number(1),
                            number(1)),
                        statement(
                            "UPDATE \"items\" SET u = ? WHERE p = ? AND s = ? AND u = ?",
                            number(9),
                            text("p"),
                            number(2),
                            number(1)),
                        statement(
                            "UPDATE \"items\" SET u = ? WHERE p = ? AND s = ?",
                            number(9),
                            text("p"),
                            number(3)),
                        statement(
                            "DELETE FROM \"items\" WHERE p = ? AND s = ? AND u = ?"
                                + " RETURNING ALL OLD *",
                            text("p"),
                            number(3),
                            number(1)),
                        statement(
                            "DELETE FROM \"items\" WHERE p = ? AND s = ? AND u = ?"
                                + " RETURNING ALL OLD *",
                            text("p"),
                            number(2),
                            number(2))))
            .responses();
    assertThat(responses.get(0).item()).containsEntry("u", number(9)).containsEntry("x", number(7));
    assertThat(responses.get(1).error().code())
        .isEqualTo(BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED);
    assertThat(responses.get(1).error().item()).containsEntry("u", number(2));
    assertThat(responses.get(2).error().code())
        .isEqualTo(BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED);
    assertThat(responses.get(2).error().hasItem()).isFalse();
    assertThat(responses.get(3).error()).isNull();
    assertThat(responses.get(3).item()).isEmpty();
    assertThat(responses.get(4).item()).containsEntry("u", number(2));
    assertThat(client.get(2)).isEmpty();
  }

  private static BatchStatementRequest statement(String text, AttributeValue... values) {
    return BatchStatementRequest.builder()
        .statement(text)
        .parameters(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  @Test
  void transactions_giveReasonsByPlace_andDoNothing() {
    client.put(item(2, "u", number(2)));
    TransactionCanceledException cancelled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                client.tables.transactWriteItems(
                    transaction("token", putIfAbsent(1), putIfAbsent(2), putIfAbsent(3))));
    assertThat(cancelled.cancellationReasons())
        .extracting(CancellationReason::code)
        .containsExactly("None", "ConditionalCheckFailed", "None");
    assertThat(cancelled.cancellationReasons().get(1).item()).containsEntry("u", number(2));
    assertThat(client.get(1)).isEmpty();
  }

  @Test
  void transactions_areDoneOnceForAToken() {
    client.tables.transactWriteItems(transaction("token", putIfAbsent(1)));
    client.tables.transactWriteItems(transaction("token", putIfAbsent(1)));
    assertThatThrownBy(() -> client.tables.transactWriteItems(transaction("token", putIfAbsent(2))))
        .isInstanceOf(IdempotentParameterMismatchException.class);
  }

  @Test
  void transactions_costTwice() {
    assertThat(
            client
                .tables
                .transactWriteItems(transaction("token", putIfAbsent(1), putIfAbsent(2)))
                .consumedCapacity()
                .getFirst()
                .capacityUnits())
        .isEqualTo(4);
  }

  private static TransactWriteItem putIfAbsent(int sort) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName("items")
                    .item(key(sort))
                    .conditionExpression("attribute_not_exists(p)")
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  private static TransactWriteItemsRequest transaction(String token, TransactWriteItem... items) {
    return TransactWriteItemsRequest.builder()
        .transactItems(items)
        .clientRequestToken(token)
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  @Test
  void streams_recordEveryChange_andNothingThatChangesNothing() {
    client.put(item(1, "u", number(1)));
    client.put(item(1, "u", number(1)));
    client.put(item(1, "u", number(2)));
    client.tables.deleteItem(r -> r.tableName("items").key(key(1)));
    client.tables.deleteItem(r -> r.tableName("items").key(key(1)));
    List<Record> records = records();
    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
    assertThat(records.get(1).dynamodb().oldImage()).containsEntry("u", number(1));
    assertThat(records.get(1).dynamodb().newImage()).containsEntry("u", number(2));
    assertThat(records.get(2).dynamodb().keys()).isEqualTo(key(1));
    assertThat(records.get(2).userIdentity()).isNull();
  }

  private List<Record> records() {
    String stream =
        client.streams.listStreams(r -> r.tableName("items")).streams().getFirst().streamArn();
    String shard =
        client
            .streams
            .describeStream(r -> r.streamArn(stream))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    String iterator =
        client
            .streams
            .getShardIterator(
                r ->
                    r.streamArn(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return client.streams.getRecords(r -> r.shardIterator(iterator)).records();
  }

  @Test
  void expiry_takesItemsAway_andSaysInTheStreamWhoDidIt() {
    client.tables.updateTimeToLive(
        r -> r.tableName("items").timeToLiveSpecification(t -> t.enabled(true).attributeName("x")));
    client.put(item(1, "x", number(NOW.getEpochSecond() - 1)));
    client.put(item(2, "x", number(NOW.getEpochSecond() + 1)));
    client.put(item(3, "x", text("never")));
    client.put(item(4, "x", number(NOW.minus(Duration.ofDays(2000)).getEpochSecond())));
    assertThat(client.store.expire(NOW)).isEqualTo(1);
    assertThat(client.get(1)).isEmpty();
    assertThat(records().getLast().userIdentity().principalId())
        .isEqualTo("dynamodb.amazonaws.com");
  }

  @Test
  void updates_changeListsAndMapsInside() {
    client.put(
        item(
            1,
            "m",
            AttributeValue.fromM(
                Map.of("l", AttributeValue.fromL(List.of(text("a"), text("b"), text("c")))))));
    Map<String, AttributeValue> changed =
        client
            .tables
            .updateItem(
                r ->
                    r.tableName("items")
                        .key(key(1))
                        .updateExpression(
                            "SET m.l[9] = :d, m.n = if_not_exists(m.n, :one) + :one"
                                + " REMOVE m.l[0], m.l[1]")
                        .expressionAttributeValues(Map.of(":d", text("d"), ":one", number(1)))
                        .returnValues(ReturnValue.ALL_NEW))
            .attributes();
    assertThat(changed.get("m").m().get("l").l()).containsExactly(text("c"), text("d"));
    assertThat(changed.get("m").m().get("n")).isEqualTo(number(2));
  }

  @Test
  void anUnknownOperationIsRefusedInOneLine() {
    assertThatThrownBy(() -> client.tables.listBackups())
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("The local store does not have ListBackups");
  }
}
