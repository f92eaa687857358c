// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.TableResource;

/** Makes the template's tables. */
public final class Tables implements AutoCloseable {
  private final DynamoDbClient client;
  private final URI endpoint;

  /**
   * Will make them in the store at {@code endpoint}; {@code key} is access key and secret at once.
   */
  public Tables(URI endpoint, String region, String key) {
    this.endpoint = endpoint;
    client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .fipsEnabled(false)
            .dualstackEnabled(false)
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, key)))
            .overrideConfiguration(
                settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  /** Will make them by way of a client. */
  public Tables(DynamoDbClient client) {
    this.client = client;
    endpoint = URI.create("");
  }

  /**
   * Makes the tables that are not there yet, and lets items expire where that was not said yet: a
   * start may end, and an answer may be lost, between any two calls.
   *
   * @throws CannotStart if the store does not answer, or refuses
   */
  public void createMissing(List<TableResource> tables) {
    try {
      Set<String> present = new HashSet<>();
      client.listTablesPaginator().tableNames().forEach(present::add);
      for (TableResource table : tables) {
        if (!present.contains(table.name())) {
          create(table);
        }
        table.expiry().ifPresent(attribute -> expire(table.name(), attribute));
      }
    } catch (SdkException e) {
      throw new CannotStart("no tables at " + endpoint + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void create(TableResource table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table.name())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                table.attributes().stream()
                    .map(
                        each ->
                            AttributeDefinition.builder()
                                .attributeName(each.name())
                                .attributeType(each.type())
                                .build())
                    .toList())
            .keySchema(
                table.keys().stream()
                    .map(
                        each ->
                            KeySchemaElement.builder()
                                .attributeName(each.attribute())
                                .keyType(each.type())
                                .build())
                    .toList());
    table.stream().ifPresent(view -> request.streamSpecification(stream(view)));
    try {
      client.createTable(request.build());
    } catch (ResourceInUseException itIsThere) {
      // An earlier try has made it, and its answer was lost.
    }
    client.waiter().waitUntilTableExists(wait -> wait.tableName(table.name()));
  }

  private static StreamSpecification stream(String view) {
    return StreamSpecification.builder().streamEnabled(true).streamViewType(view).build();
  }

  private void expire(String table, String attribute) {
    TimeToLiveStatus status =
        client
            .describeTimeToLive(request -> request.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus();
    if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
      return;
    }
    client.updateTimeToLive(
        request ->
            request
                .tableName(table)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(attribute)));
  }
}
