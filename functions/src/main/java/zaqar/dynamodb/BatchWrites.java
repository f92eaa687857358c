// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Batches of writes that may safely be repeated until all are done, such as unconditional deletes.
 */
public final class BatchWrites {
  private static final int ATTEMPTS = 8;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final DynamoDb dynamoDb;
  private final Parallel parallel;
  private final Sleeper pause;
  private final RandomGenerator random;

  /** Writes by way of the platform's client. */
  public BatchWrites(Platform platform) {
    dynamoDb = platform.dynamoDb();
    parallel = platform.parallel();
    pause = platform.pause();
    random = platform.random();
  }

  /**
   * Carries out all writes, chunks at the same time.
   *
   * @throws IllegalStateException if the store keeps leaving some of them undone
   */
  public void untilDone(String table, List<WriteRequest> writes) {
    parallel.each(Chunks.of(writes, Chunks.WRITES), chunk -> write(table, chunk));
  }

  private void write(String table, List<WriteRequest> chunk) {
    List<WriteRequest> left = chunk;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Map<String, List<WriteRequest>> request = Map.of(table, left);
      left =
          dynamoDb
              .client()
              .batchWriteItem(r -> r.requestItems(request))
              .unprocessedItems()
              .getOrDefault(table, List.of());
      if (left.isEmpty()) {
        return;
      }
      pause.sleepAbout(PAUSE.multipliedBy(attempt), random);
    }
    throw new IllegalStateException("the store left writes undone");
  }
}
