// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.aws.Clients;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.StreamSource;

/**
 * Lambda's poller of one stream of a store that is not in this process: takes every record to a
 * function at least once, in order within a shard. Whatever ends, store or runtime, it goes on
 * where the function had come.
 */
public final class StreamPoller implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamPoller.class.getName());
  private static final Duration REST = Duration.ofMillis(100);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(2);

  private final StreamSource source;
  private final Path file;
  private final DynamoDbClient tables;
  private final DynamoDbStreamsClient streams;
  private final Filters filters;
  private final Delivery delivery;
  private final Thread thread;
  private final List<ShardReader> readers = new ArrayList<>();
  private String fault = "";
  private volatile boolean closing;

  private StreamPoller(StreamSource source, Path file, URI store, Delivery delivery) {
    this.source = source;
    this.file = file;
    this.delivery = delivery;
    tables = Clients.client(DynamoDbClient.builder(), store);
    streams = Clients.client(DynamoDbStreamsClient.builder(), store);
    filters = new Filters(source.filters());
    thread = Thread.ofVirtual().name("poller of " + source.table()).unstarted(this::poll);
  }

  /**
   * Begins to poll.
   *
   * @param folder where positions are kept
   * @param store where the table is
   * @param queues sends what is given up, and stays the caller's
   */
  public static StreamPoller start(
      StreamSource source,
      EventFunction<DynamodbEvent, StreamsEventResponse> function,
      Path folder,
      URI store,
      Optional<SqsClient> queues) {
    StreamPoller poller =
        new StreamPoller(
            source,
            folder.resolve(function.name() + "-" + source.table() + ".json"),
            store,
            Delivery.of(source, function, queues));
    poller.thread.start();
    return poller;
  }

  private void poll() {
    try {
      while (!closing) {
        pollOnce();
      }
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollOnce() throws InterruptedException {
    try {
      if (readers.isEmpty()) {
        open();
      }
      boolean found = false;
      for (ShardReader reader : readers) {
        found |= reader.advance(filters::pass, delivery);
      }
      fault = "";
      if (readers.stream().anyMatch(ShardReader::isDone)) {
        readers.clear();
      } else if (!found) {
        Thread.sleep(REST);
      }
    } catch (TrimmedDataAccessException somethingIsTooOld) {
      readers.clear();
      Thread.sleep(AFTER_A_FAULT);
    } catch (RuntimeException e) {
      readers.clear();
      tell(e);
      Thread.sleep(AFTER_A_FAULT);
    }
  }

  /** Says each fault once, however long it lasts. */
  private void tell(RuntimeException e) {
    if (!closing && !String.valueOf(e.getMessage()).equals(fault)) {
      fault = String.valueOf(e.getMessage());
      LOG.log(Level.WARNING, "cannot follow the stream of {0}: {1}", source.table(), e);
    }
  }

  private void open() throws InterruptedException {
    Stream stream = Stream.of(source.table(), tables, streams);
    List<Shard> shards = stream.shards();
    Positions positions = Positions.open(file, stream.arn(), firstPositions(shards));
    positions.keep(shards.stream().map(Shard::shardId).toList());
    for (String shard : Stream.ready(shards, positions)) {
      readers.add(new ShardReader(shard, stream, source, positions));
    }
    if (readers.isEmpty()) {
      Thread.sleep(AFTER_A_FAULT);
    }
  }

  private Map<String, String> firstPositions(List<Shard> shards) {
    Map<String, String> positions = new HashMap<>();
    if (!source.fromStart()) {
      shards.forEach(shard -> positions.put(shard.shardId(), Positions.LATEST));
    }
    return positions;
  }

  /** Begins no more batches, and gives one under way two seconds. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(TIME_TO_FINISH)) {
        thread.interrupt();
        thread.join(TIME_TO_FINISH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tables.close();
    streams.close();
  }
}
