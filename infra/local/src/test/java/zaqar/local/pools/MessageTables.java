package zaqar.local.pools;

import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.MessageTable;
import zaqar.local.aws.Clients;
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

  private List<Map<String, AttributeValue>> items(String pool) {
    try (DynamoDbClient client = Clients.client(DynamoDbClient.builder(), endpoint)) {
      return client
          .scanPaginator(scan -> scan.tableName(of(pool)).consistentRead(true))
          .items()
          .stream()
          .toList();
    }
  }
}
