// SPDX-License-Identifier: Apache-2.0
package zaqar.store;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.WithoutSockets;
import zaqar.store.table.Store;

/** The SDK's clients on a store of its own, with a table {@code items} of keys {@code p, s}. */
public final class StoreClient {
  private static final StaticCredentialsProvider ANYBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

  public final Store store;
  public final DynamoDbClient tables;
  public final DynamoDbStreamsClient streams;

  StoreClient(Clock clock) {
    this(new Store(clock));
    createItems();
  }

  /** Of a store that has, or will have, tables. */
  StoreClient(Store store) {
    this(store, new WithoutSockets(new Protocol(new Api(store), store.clock())));
  }

  /** On a store that this way leads to. */
  public StoreClient(Store store, WithoutSockets way) {
    this.store = store;
    URI nowhere = URI.create("http://127.0.0.1:1");
    tables =
        DynamoDbClient.builder()
            .httpClient(way)
            .endpointOverride(nowhere)
            .region(Region.US_EAST_1)
            .credentialsProvider(ANYBODY)
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    streams =
        DynamoDbStreamsClient.builder()
            .httpClient(way)
            .endpointOverride(nowhere)
            .region(Region.US_EAST_1)
            .credentialsProvider(ANYBODY)
            .build();
  }

  /** Makes the table. */
  public StoreClient createItems() {
    tables.createTable(
        r ->
            r.tableName("items")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    attribute("p", ScalarAttributeType.S), attribute("s", ScalarAttributeType.N))
                .keySchema(part("p", KeyType.HASH), part("s", KeyType.RANGE))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    return this;
  }

  static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static KeySchemaElement part(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  public static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  public static AttributeValue number(Object number) {
    return AttributeValue.fromN(number.toString());
  }

  public static Map<String, AttributeValue> key(Object sort) {
    return Map.of("p", text("p"), "s", number(sort));
  }

  public static Map<String, AttributeValue> item(Object sort, String name, AttributeValue value) {
    Map<String, AttributeValue> item = new HashMap<>(key(sort));
    item.put(name, value);
    return item;
  }

  public void put(Map<String, AttributeValue> item) {
    tables.putItem(r -> r.tableName("items").item(item));
  }

  public Map<String, AttributeValue> get(Object sort) {
    return tables.getItem(r -> r.tableName("items").key(key(sort)).consistentRead(true)).item();
  }
}
