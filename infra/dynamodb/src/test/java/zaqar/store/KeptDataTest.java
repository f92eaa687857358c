// SPDX-License-Identifier: Apache-2.0
package zaqar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.store.StoreClient.item;
import static zaqar.store.StoreClient.number;
import static zaqar.store.StoreClient.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import zaqar.store.table.Store;

/** What was written is found by who opens the folder again. */
class KeptDataTest {
  private static final SdkBytes BYTES = SdkBytes.fromByteArray(new byte[] {0, -1, 127, -128});

  @TempDir Path folder;

  private void open(boolean isSynchronous, Consumer<StoreClient> work) throws IOException {
    Clock clock = Clock.systemUTC();
    try (Store store = Store.onDisk(clock, folder, isSynchronous)) {
      work.accept(new StoreClient(store));
    }
  }

  private static GlobalSecondaryIndex byX() {
    return GlobalSecondaryIndex.builder()
        .indexName("by-x")
        .keySchema(StoreClient.part("x", KeyType.HASH))
        .projection(
            Projection.builder()
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes("more")
                .build())
        .build();
  }

  private static void create(StoreClient client) {
    client.tables.createTable(
        r ->
            r.tableName("items")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    StoreClient.attribute("p", ScalarAttributeType.S),
                    StoreClient.attribute("s", ScalarAttributeType.N),
                    StoreClient.attribute("x", ScalarAttributeType.B))
                .keySchema(
                    StoreClient.part("p", KeyType.HASH), StoreClient.part("s", KeyType.RANGE))
                .globalSecondaryIndexes(List.of(byX()))
                .deletionProtectionEnabled(true)
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
    client.tables.updateTimeToLive(
        r -> r.tableName("items").timeToLiveSpecification(t -> t.enabled(true).attributeName("e")));
  }

  private static TableDescription described(StoreClient client) {
    return client.tables.describeTable(r -> r.tableName("items")).table();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void items_ofAllTypesComeBack(boolean isSynchronous) throws IOException {
    AttributeValue everything =
        AttributeValue.fromM(
            Map.of(
                "s", text("h\u00e9llo \ud83d\ude00"),
                "empty", text(""),
                "n", number("-0.00012345678901234567890123456789012345678"),
                "b", AttributeValue.fromB(BYTES),
                "bool", AttributeValue.fromBool(true),
                "null", AttributeValue.fromNul(true),
                "l", AttributeValue.fromL(List.of(number(1), text("x"))),
                "ss", AttributeValue.fromSs(List.of("a", "b")),
                "ns", AttributeValue.fromNs(List.of("1", "2.5")),
                "bs", AttributeValue.fromBs(List.of(BYTES))));
    open(
        isSynchronous,
        client -> {
          create(client);
          client.put(item(1, "all", everything));
          client.put(item(2, "all", everything));
          client.tables.deleteItem(r -> r.tableName("items").key(StoreClient.key(2)));
        });
    open(
        isSynchronous,
        client -> {
          assertThat(client.get(1).get("all").m()).isEqualTo(everything.m());
          assertThat(client.get(2)).isEmpty();
        });
  }

  @Test
  void tables_areWhatTheyWere() throws IOException {
    TableDescription[] before = new TableDescription[1];
    open(
        false,
        client -> {
          create(client);
          before[0] = described(client);
        });
    open(
        false,
        client -> {
          assertThat(described(client)).isEqualTo(before[0]);
          assertThat(
                  client
                      .tables
                      .describeTimeToLive(r -> r.tableName("items"))
                      .timeToLiveDescription()
                      .attributeName())
              .isEqualTo("e");
          client.tables.updateTable(r -> r.tableName("items").deletionProtectionEnabled(false));
          client.tables.deleteTable(r -> r.tableName("items"));
        });
    open(
        false,
        client -> {
          assertThat(client.tables.listTables().tableNames()).isEmpty();
          create(client);
          assertThat(client.get(1)).isEmpty();
        });
  }

  @Test
  void streams_goOn() throws IOException {
    open(
        false,
        client -> {
          create(client);
          client.put(item(1, "a", number(1)));
        });
    open(
        false,
        client -> {
          client.put(item(1, "a", number(2)));
          String arn = described(client).latestStreamArn();
          String shard =
              client
                  .streams
                  .describeStream(r -> r.streamArn(arn))
                  .streamDescription()
                  .shards()
                  .getFirst()
                  .shardId();
          String iterator =
              client
                  .streams
                  .getShardIterator(
                      r -> r.streamArn(arn).shardId(shard).shardIteratorType("TRIM_HORIZON"))
                  .shardIterator();
          assertThat(client.streams.getRecords(r -> r.shardIterator(iterator)).records())
              .extracting(record -> record.dynamodb().newImage().get("a").n())
              .containsExactly("1", "2");
        });
  }
}
