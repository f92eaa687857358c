// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;

/**
 * Finds what keeps a table from being a pool: it must be made like the template's message table.
 */
record PoolTableStore(Platform platform) {
  private static final Set<TableStatus> USABLE = Set.of(TableStatus.ACTIVE, TableStatus.UPDATING);
  private static final Set<TimeToLiveStatus> ENABLED =
      Set.of(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);
  private static final Set<StreamViewType> NEW_IMAGES =
      Set.of(StreamViewType.NEW_IMAGE, StreamViewType.NEW_AND_OLD_IMAGES);
  private static final List<AttributeDefinition> BINARY =
      List.of(binary(MessageTable.PARTITION), binary(MessageTable.ID));
  private static final List<KeySchemaElement> KEY =
      List.of(key(MessageTable.PARTITION, KeyType.HASH), key(MessageTable.ID, KeyType.RANGE));

  /** The first fault, as a sentence for the client; empty if there is none. */
  Optional<String> fault(PoolUri uri) {
    DynamoDbClient client = platform.dynamoDb().client();
    try {
      TableDescription table = client.describeTable(r -> r.tableName(uri.table())).table();
      if (!USABLE.contains(table.tableStatus())) {
        return unreachable(uri);
      }
      TimeToLiveDescription ttl =
          client.describeTimeToLive(r -> r.tableName(uri.table())).timeToLiveDescription();
      return fault(table, ttl).map(wanted -> uri + " must have " + wanted + ".");
    } catch (DynamoDbException refused) {
      if (refused.statusCode() >= 500 || refused.isThrottlingException()) {
        throw refused;
      }
      return unreachable(uri);
    }
  }

  private static Optional<String> unreachable(PoolUri uri) {
    return Optional.of("cannot connect to " + uri);
  }

  private static Optional<String> fault(TableDescription table, TimeToLiveDescription ttl) {
    if (!table.keySchema().equals(KEY) || !table.attributeDefinitions().containsAll(BINARY)) {
      return Optional.of("the binary partition key p and the binary sort key i");
    }
    if (!ENABLED.contains(ttl.timeToLiveStatus())
        || !MessageTable.EXPIRY.equals(ttl.attributeName())) {
      return Optional.of("TTL enabled on the attribute x");
    }
    return table.streamSpecification() != null
            && NEW_IMAGES.contains(table.streamSpecification().streamViewType())
        ? Optional.empty()
        : Optional.of("a stream with new images");
  }

  private static AttributeDefinition binary(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.B)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
