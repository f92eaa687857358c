// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.WithoutSockets;
import zaqar.store.table.Store;

/** The same calls by the SDK's own client and by ours, each to a store of its own. */
class StoreClientTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
  private static final String TABLE = "items";

  private final Store sdkStore = new Store(CLOCK);
  private final Store ourStore = new Store(CLOCK);
  private final DynamoDbClient sdk = sdk(sdkStore);
  private final DynamoDbClient ours = new StoreClient(new Api(ourStore), List.of());

  private static DynamoDbClient sdk(Store store) {
    return DynamoDbClient.builder()
        .httpClient(new WithoutSockets(new Protocol(new Api(store), CLOCK)))
        .endpointOverride(URI.create("http://127.0.0.1:1"))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  @BeforeEach
  void makeTables() {
    same(
        client ->
            client
                .createTable(
                    r ->
                        r.tableName(TABLE)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .keySchema(
                                KeySchemaElement.builder()
                                    .attributeName("k")
                                    .keyType(KeyType.HASH)
                                    .build(),
                                KeySchemaElement.builder()
                                    .attributeName("n")
                                    .keyType(KeyType.RANGE)
                                    .build())
                            .attributeDefinitions(
                                AttributeDefinition.builder()
                                    .attributeName("k")
                                    .attributeType(ScalarAttributeType.B)
                                    .build(),
                                AttributeDefinition.builder()
                                    .attributeName("n")
                                    .attributeType(ScalarAttributeType.N)
                                    .build())
                            .streamSpecification(
                                s ->
                                    s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
                .tableDescription()
                .streamSpecification());
  }

  @AfterEach
  void close() {
    sdk.close();
    sdkStore.close();
    ourStore.close();
  }

  private <T> T same(Function<DynamoDbClient, T> call) {
    T answer = call.apply(ours);
    assertThat(fields(answer)).isEqualTo(fields(call.apply(sdk)));
    return answer;
  }

  /** What an answer says, without what came along with it over the wire. */
  private static Object fields(Object answer) {
    if (answer instanceof List<?> pages) {
      return pages.stream().map(StoreClientTest::fields).toList();
    }
    return ((SdkPojo) answer)
        .sdkFields().stream()
            .map(field -> Optional.ofNullable(field.getValueOrDefault(answer)))
            .toList();
  }

  private <T extends DynamoDbException> T sameFailure(
      Class<T> type, Function<DynamoDbClient, ?> call) {
    T failure = catchThrowableOfType(type, () -> call.apply(ours));
    T expected = catchThrowableOfType(type, () -> call.apply(sdk));
    assertThat(failure.statusCode()).isEqualTo(expected.statusCode());
    assertThat(failure.awsErrorDetails().errorCode())
        .isEqualTo(expected.awsErrorDetails().errorCode());
    assertThat(failure.awsErrorDetails().errorMessage())
        .isEqualTo(expected.awsErrorDetails().errorMessage());
    assertThat(failure.isThrottlingException()).isEqualTo(expected.isThrottlingException());
    return failure;
  }

  private static AttributeValue bytes(String text) {
    return AttributeValue.fromB(SdkBytes.fromUtf8String(text));
  }

  private static Map<String, AttributeValue> key(int n) {
    return Map.of("k", bytes("kéy"), "n", AttributeValue.fromN(Integer.toString(n)));
  }

  private static Map<String, AttributeValue> item(int n) {
    return Map.of(
        "k", bytes("kéy"),
        "n", AttributeValue.fromN(Integer.toString(n)),
        "text", AttributeValue.fromS("größe"),
        "truth", AttributeValue.fromBool(true),
        "nothing", AttributeValue.fromNul(true),
        "list", AttributeValue.fromL(List.of(AttributeValue.fromN("1.5"), bytes("x"))),
        "map", AttributeValue.fromM(Map.of("a", AttributeValue.fromSs(List.of("b")))),
        "numbers", AttributeValue.fromNs(List.of("1", "2")),
        "binaries", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("y"))));
  }

  private void put(int count) {
    List<WriteRequest> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, AttributeValue> item = item(i);
      writes.add(WriteRequest.builder().putRequest(p -> p.item(item)).build());
    }
    same(
        client ->
            client.batchWriteItem(
                r ->
                    r.requestItems(Map.of(TABLE, writes))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
  }

  @Test
  void items_comeBackAsTheyWerePut() {
    same(client -> client.putItem(r -> r.tableName(TABLE).item(item(1))));

    GetItemResponse there = same(client -> client.getItem(r -> r.tableName(TABLE).key(key(1))));
    GetItemResponse absent = same(client -> client.getItem(r -> r.tableName(TABLE).key(key(2))));

    assertThat(there.item()).isEqualTo(item(1));
    assertThat(absent.hasItem()).isFalse();
  }

  @Test
  void pages_goOnWhereTheLastOneEnded() {
    put(20);

    List<QueryResponse> pages =
        same(
            client ->
                client
                    .queryPaginator(
                        r ->
                            r.tableName(TABLE)
                                .limit(7)
                                .keyConditionExpression("k = :k")
                                .expressionAttributeValues(Map.of(":k", bytes("kéy"))))
                    .stream()
                    .toList());
    assertThat(pages).hasSize(3);
    same(
        client ->
            client.batchGetItem(
                r ->
                    r.requestItems(
                        Map.of(
                            TABLE,
                            KeysAndAttributes.builder().keys(List.of(key(1), key(50))).build()))));
  }

  @Test
  void refusals_showWhatStands() {
    put(1);

    ConditionalCheckFailedException refused =
        sameFailure(
            ConditionalCheckFailedException.class,
            client ->
                client.updateItem(
                    r ->
                        r.tableName(TABLE)
                            .key(key(0))
                            .updateExpression("SET a = :a")
                            .conditionExpression("attribute_not_exists(k)")
                            .expressionAttributeValues(Map.of(":a", AttributeValue.fromN("1")))
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertThat(refused.item()).isEqualTo(item(0));
    ConditionalCheckFailedException absent =
        sameFailure(
            ConditionalCheckFailedException.class,
            client ->
                client.deleteItem(
                    r ->
                        r.tableName(TABLE)
                            .key(key(9))
                            .conditionExpression("attribute_exists(k)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertThat(absent.hasItem()).isFalse();
    sameFailure(
        DynamoDbException.class, client -> client.getItem(r -> r.tableName(TABLE).key(Map.of())));
    sameFailure(
        DynamoDbException.class, client -> client.getItem(r -> r.tableName("no").key(key(1))));
  }

  @Test
  void cancelledTransactions_nameTheirReasons() {
    put(1);
    TransactWriteItem free = write(5, "attribute_not_exists(k)");
    TransactWriteItem taken = write(0, "attribute_not_exists(k)");

    TransactionCanceledException cancelled =
        sameFailure(
            TransactionCanceledException.class,
            client -> client.transactWriteItems(r -> r.transactItems(free, taken)));
    assertThat(cancelled.cancellationReasons().getFirst().code()).isEqualTo("None");
    assertThat(cancelled.cancellationReasons().getLast().item()).isEqualTo(item(0));
  }

  private static TransactWriteItem write(int n, String condition) {
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(TABLE)
                .item(item(n))
                .conditionExpression(condition)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build())
        .build();
  }

  @Test
  void statements_answerEachForItself() {
    put(2);
    List<BatchStatementRequest> statements = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statements.add(
          BatchStatementRequest.builder()
              .statement("UPDATE \"items\" SET a = ? WHERE k = ? AND n = ? RETURNING ALL NEW *")
              .parameters(
                  AttributeValue.fromN("7"),
                  bytes("kéy"),
                  AttributeValue.fromN(Integer.toString(i)))
              .build());
    }

    same(
        client ->
            client.batchExecuteStatement(
                r ->
                    r.statements(statements).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
  }

  @Test
  void interceptors_seeRequestsBeforeAndAnswersAfter() {
    List<String> seen = new ArrayList<>();
    ExecutionInterceptor interceptor =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution c, ExecutionAttributes a) {
            seen.add("before");
          }

          @Override
          public SdkRequest modifyRequest(Context.ModifyRequest c, ExecutionAttributes a) {
            return c.request() instanceof GetItemRequest get
                ? get.toBuilder().key(key(1)).build()
                : c.request();
          }

          @Override
          public void beforeTransmission(Context.BeforeTransmission c, ExecutionAttributes a) {
            seen.add("sent");
          }

          @Override
          public void afterExecution(Context.AfterExecution c, ExecutionAttributes a) {
            seen.add("after");
          }

          @Override
          public void onExecutionFailure(Context.FailedExecution c, ExecutionAttributes a) {
            seen.add(c.exception().getClass().getSimpleName());
          }
        };
    put(2);
    DynamoDbClient client = new StoreClient(new Api(ourStore), List.of(interceptor));

    assertThat(client.getItem(r -> r.tableName(TABLE).key(key(0))).item()).isEqualTo(item(1));
    catchThrowableOfType(
        DynamoDbException.class, () -> client.putItem(r -> r.tableName("no").item(item(1))));
    assertThat(seen)
        .containsExactly("before", "sent", "after", "before", "sent", "ResourceNotFoundException");
  }
}
