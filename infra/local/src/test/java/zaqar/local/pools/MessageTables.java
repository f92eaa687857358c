// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.MessageTable;
import zaqar.local.Checkout;
import zaqar.local.aws.Clients;
import zaqar.local.store.Tables;
import zaqar.local.template.Template;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/** What lies in the tables of pools, past the functions. */
record MessageTables(URI endpoint) {
  /** The table of a pool, as the templates name it. */
  static String of(String pool) {
    return pool.equals("default") ? "MessageTable" : "zaqar-pool-" + pool;
  }

  /** The queue of each message in a pool's table, as a hash. */
  List<String> queues(String pool) {
    return items(pool).stream()
        .filter(item -> item.containsKey(MessageTable.AUTHOR))
        .map(MessageTables::queue)
        .toList();
  }

  /** The messages of a queue in a pool's table. */
  List<String> messages(String pool, String queue) {
    return queues(pool).stream().filter(hash(queue)::equals).toList();
  }

  /** How many items a queue has in a pool's table: messages, bodies and claims. */
  long count(String pool, String queue) {
    return items(pool).stream().map(MessageTables::queue).filter(hash(queue)::equals).count();
  }

  /** The hash of a queue. */
  static String hash(String queue) {
    return new QueueKey(new ProjectId(Site.PROJECT), new QueueName(queue)).hexHash();
  }

  private static String queue(Map<String, AttributeValue> item) {
    byte[] partition = item.get(MessageTable.PARTITION).b().asByteArrayUnsafe();
    return HexFormat.of().formatHex(Arrays.copyOf(partition, 16));
  }

  /** All items of the control table, and the keys of all items of all pools. */
  Map<String, List<String>> everything() {
    Map<String, List<String>> all = new TreeMap<>(control());
    Site.POOLS.forEach(pool -> all.put(pool, sorted(items(pool))));
    return all;
  }

  /** All items of the control table, but for cursors and rechecks. */
  Map<String, List<String>> control() {
    return Map.of("control", sorted(scan("ControlTable")));
  }

  private static List<String> sorted(List<Map<String, AttributeValue>> items) {
    return items.stream()
        .filter(item -> !item.getOrDefault("sk", AttributeValue.fromS("")).s().startsWith("state/"))
        .map(TreeMap::new)
        .map(Map::toString)
        .sorted()
        .toList();
  }

  /** Takes a pool's table away. */
  void drop(String pool) {
    try (DynamoDbClient client = client()) {
      client.deleteTable(r -> r.tableName(of(pool)));
      client.waiter().waitUntilTableNotExists(r -> r.tableName(of(pool)));
    }
  }

  /** Makes a pool's table anew, without anything in it. */
  void make(String pool) {
    try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
      tables.createMissing(
          Template.read(
                  Checkout.current().poolTemplate(),
                  Map.of(),
                  Map.of("Service", Template.STACK_NAME, "Name", pool),
                  Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of())
                      .exports())
              .tables());
    }
  }

  private List<Map<String, AttributeValue>> items(String pool) {
    return scan(of(pool));
  }

  private List<Map<String, AttributeValue>> scan(String table) {
    try (DynamoDbClient client = client()) {
      return client
          .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
          .items()
          .stream()
          .toList();
    }
  }

  private DynamoDbClient client() {
    return Clients.client(DynamoDbClient.builder(), endpoint);
  }
}
