// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.local.store.Tables;
import zaqar.local.template.TableResource;

/** Looks at a store past the runtime. */
public record StoreProbe(URI endpoint) {
  List<String> tables() {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      return client.listTables().tableNames();
    }
  }

  void createTable(String name) {
    TableResource table =
        new TableResource(
            name,
            List.of(new TableResource.Attribute("k", "S")),
            List.of(new TableResource.Key("k", "HASH")),
            Optional.empty(),
            Optional.empty());
    try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
      tables.createMissing(List.of(table));
    }
  }
}
