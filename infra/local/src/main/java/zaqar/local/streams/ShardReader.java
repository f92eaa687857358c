// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import zaqar.local.template.StreamSource;

/** Reads one shard from where the function has come, and takes what it reads to the function. */
final class ShardReader {
  private static final int MOST_RECORDS = 1000;
  private static final long REST_MILLIS = 100;

  private final String shard;
  private final Stream stream;
  private final StreamSource source;
  private final Positions positions;
  private @Nullable String iterator;

  /** Begins after the last record that is done. */
  ShardReader(String shard, Stream stream, StreamSource source, Positions positions) {
    this.shard = shard;
    this.stream = stream;
    this.source = source;
    this.positions = positions;
    iterator = stream.iterator(shard, positions);
  }

  /** Whether nothing more will come. */
  boolean isDone() {
    return iterator == null;
  }

  /** Reads a batch and returns when it is done; false if there was none. */
  boolean advance(Predicate<Change> filter, Delivery delivery) throws InterruptedException {
    List<Change> batch = batch();
    if (!batch.isEmpty()) {
      List<Change> wanted = batch.stream().filter(filter).toList();
      if (!wanted.isEmpty()) {
        delivery.deliver(
            shard, wanted, change -> positions.advance(shard, change.sequenceNumber()));
      }
      positions.advance(shard, batch.getLast().sequenceNumber());
    }
    if (isDone()) {
      positions.end(shard);
    }
    return !batch.isEmpty();
  }

  /** A full batch, or what came within the window. */
  private List<Change> batch() throws InterruptedException {
    List<Change> batch = new ArrayList<>(read(source.batchSize()));
    long end = System.nanoTime() + source.window().toNanos();
    while (!batch.isEmpty()
        && batch.size() < source.batchSize()
        && !isDone()
        && System.nanoTime() < end) {
      Thread.sleep(REST_MILLIS);
      batch.addAll(read(source.batchSize() - batch.size()));
    }
    return batch;
  }

  private List<Change> read(int most) {
    if (iterator == null) {
      return List.of();
    }
    GetRecordsResponse answer = stream.read(iterator, Math.min(most, MOST_RECORDS));
    iterator = answer.nextShardIterator();
    return answer.records().stream().map(record -> Change.of(record, stream.arn())).toList();
  }
}
