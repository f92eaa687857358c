// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static zaqar.local.contract.Parameters.CLOUD;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What the service takes for granted of a DynamoDB, on the message table of a cloud. */
@Against(CLOUD)
class CloudStoreIT {
  private static final String TABLE = "MessageTable";

  private final DynamoDbClient store;
  private final AttributeValue partition = bytes(UUID.randomUUID().getMostSignificantBits());

  /** Asks for the service too, which makes the tables. */
  CloudStoreIT(Zaqar zaqar, CloudClients clients) {
    store = clients.dynamoDb();
  }

  @Test
  void tables_areWhatTheTemplateSays() {
    TableDescription messages = store.describeTable(r -> r.tableName(TABLE)).table();

    assertThat(messages.keySchema()).map(key -> key.attributeName()).containsExactly("p", "i");
    assertThat(messages.attributeDefinitions())
        .allSatisfy(it -> assertThat(it.attributeTypeAsString()).isEqualTo("B"));
    assertThat(messages.streamSpecification().streamViewTypeAsString()).isEqualTo("NEW_IMAGE");
    assertThat(messages.latestStreamArn()).isNotBlank();
    assertThat(expiry(TABLE)).isEqualTo("x");
    assertThat(expiry("ControlTable")).isEqualTo("expires");
  }

  private String expiry(String table) {
    return store
        .describeTimeToLive(r -> r.tableName(table))
        .timeToLiveDescription()
        .attributeName();
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void statements_succeedOrFailAloneAndShowWhatStands() {
    put(1, 0);
    put(2, 77);

    List<BatchStatementResponse> answers =
        store.batchExecuteStatement(r -> r.statements(take(1), take(2), take(3))).responses();

    assertThat(answers.get(0).error()).isNull();
    assertThat(answers.get(0).item()).containsEntry("u", number(100));
    for (BatchStatementResponse refused : answers.subList(1, 3)) {
      assertThat(refused.error().code())
          .isEqualTo(BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED);
    }
    assertThat(answers.get(1).error().item()).containsEntry("u", number(77));
    assertThat(answers.get(2).error().item()).isEmpty();
    assertThat(ids()).as("a statement makes no item").containsExactly(bytes(1), bytes(2));
  }

  private BatchStatementRequest take(long id) {
    return BatchStatementRequest.builder()
        .statement(
            "UPDATE \"MessageTable\" SET u = ? WHERE p = ? AND i = ? AND u = ? RETURNING ALL NEW *")
        .parameters(number(100), partition, bytes(id), number(0))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  @Test
  @Needs(Ability.STATEMENTS)
  void statement_deletesWhatItsConditionLetsItAndReturnsIt() {
    put(1, 0);
    put(2, 77);

    List<BatchStatementResponse> answers =
        store.batchExecuteStatement(r -> r.statements(delete(1), delete(2))).responses();

    assertThat(answers.get(0).item()).containsEntry("u", number(0));
    assertThat(answers.get(1).error().item()).containsEntry("u", number(77));
    assertThat(ids()).containsExactly(bytes(2));
  }

  private BatchStatementRequest delete(long id) {
    return BatchStatementRequest.builder()
        .statement(
            "DELETE FROM \"MessageTable\" WHERE p = ? AND i = ? AND u = ? RETURNING ALL OLD *")
        .parameters(partition, bytes(id), number(0))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  @Test
  void conditionalWrite_showsWhatStands() {
    put(1, 77);

    ConditionalCheckFailedException refused =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                store.deleteItem(
                    r ->
                        r.tableName(TABLE)
                            .key(key(1))
                            .conditionExpression("u = :u")
                            .expressionAttributeValues(Map.of(":u", number(0)))
                            .returnValuesOnConditionCheckFailure("ALL_OLD")));

    assertThat(refused.item()).containsEntry("u", number(77));
  }

  @Test
  void transaction_isCancelledWholeAndTellsWhy() {
    put(2, 77);

    TransactionCanceledException cancelled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () -> store.transactWriteItems(r -> r.transactItems(putNew(1), putNew(2))));

    assertThat(cancelled.cancellationReasons())
        .map(CancellationReason::code)
        .containsExactly("None", "ConditionalCheckFailed");
    assertThat(cancelled.cancellationReasons().getLast().item()).containsEntry("u", number(77));
    assertThat(ids()).containsExactly(bytes(2));
  }

  private TransactWriteItem putNew(long id) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(TABLE)
                    .item(item(id, 0))
                    .conditionExpression("attribute_not_exists(p)")
                    .returnValuesOnConditionCheckFailure("ALL_OLD"))
        .build();
  }

  @Test
  void query_goesByBytesWithoutASign() {
    Stream.of(1L, -1L, 0x80L, 0x7fL).forEach(id -> put(id, 0));

    assertThat(ids()).containsExactly(bytes(1), bytes(0x7f), bytes(0x80), bytes(-1));
    assertThat(
            store
                .query(
                    r ->
                        r.tableName(TABLE)
                            .keyConditionExpression("p = :p AND i <= :i")
                            .expressionAttributeValues(Map.of(":p", partition, ":i", bytes(0x80)))
                            .scanIndexForward(false)
                            .consistentRead(true)
                            .limit(1))
                .items())
        .map(item -> item.get("i"))
        .containsExactly(bytes(0x80));
  }

  private List<AttributeValue> ids() {
    return store
        .query(
            r ->
                r.tableName(TABLE)
                    .keyConditionExpression("p = :p")
                    .expressionAttributeValues(Map.of(":p", partition))
                    .consistentRead(true))
        .items()
        .stream()
        .map(item -> item.get("i"))
        .toList();
  }

  private void put(long id, long claimedUntil) {
    store.putItem(r -> r.tableName(TABLE).item(item(id, claimedUntil)));
  }

  private Map<String, AttributeValue> item(long id, long claimedUntil) {
    return Map.of("p", partition, "i", bytes(id), "u", number(claimedUntil));
  }

  private Map<String, AttributeValue> key(long id) {
    return Map.of("p", partition, "i", bytes(id));
  }

  private static AttributeValue bytes(long value) {
    return AttributeValue.fromB(
        SdkBytes.fromByteArray(ByteBuffer.allocate(Long.BYTES).putLong(value).array()));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }
}
