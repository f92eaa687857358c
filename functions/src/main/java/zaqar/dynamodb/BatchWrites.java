// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Batches of writes that may safely be repeated until all are done, such as unconditional deletes.
 */
public record BatchWrites(Platform platform) {
  private static final int ATTEMPTS = 8;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Carries out all writes, chunks at the same time.
   *
   * @throws IllegalStateException if the store keeps leaving some of them undone
   */
  public void untilDone(String table, List<WriteRequest> writes) {
    platform.parallel().each(Chunks.of(writes, Chunks.WRITES), chunk -> write(table, chunk));
  }

  /** Deletes all items with these keys, whether or not they are there. */
  public void deleteAll(String table, Collection<Map<String, AttributeValue>> keys) {
    untilDone(
        table,
        keys.stream()
            .map(key -> WriteRequest.builder().deleteRequest(d -> d.key(key)).build())
            .toList());
  }

  private void write(String table, List<WriteRequest> chunk) {
    DynamoDbClient client = platform.dynamoDb().client();
    List<WriteRequest> left = chunk;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Map<String, List<WriteRequest>> request = Map.of(table, left);
      left =
          client
              .batchWriteItem(r -> r.requestItems(request))
              .unprocessedItems()
              .getOrDefault(table, List.of());
      if (left.isEmpty()) {
        return;
      }
      platform.sleepAbout(PAUSE.multipliedBy(attempt));
    }
    throw new IllegalStateException("the store left writes undone");
  }
}
