// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.StreamSource;
import zaqar.store.api.Arns;
import zaqar.store.api.Records;
import zaqar.store.table.Follower;
import zaqar.store.table.Store;
import zaqar.store.table.Table;

/**
 * Takes the changes of a table in this process to a function, as {@link StreamPoller} does with
 * those of any other: at least once, in order, and from where the function had come. Nobody asks
 * for them: the store wakes who waits. Of what no filter lets pass nothing is built.
 */
public final class StreamFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamFollower.class.getName());
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(2);

  private final StreamSource source;
  private final Table table;
  private final Follower follower;
  private final String arn;
  private final Filters filters;
  private final Delivery delivery;
  private final Thread thread;
  private volatile boolean closing;

  private StreamFollower(StreamSource source, Table table, Follower follower, Delivery delivery) {
    this.source = source;
    this.table = table;
    this.follower = follower;
    this.delivery = delivery;
    arn = Arns.stream(source.table(), follower.stream().label());
    filters = new Filters(source.filters());
    thread = Thread.ofVirtual().name("follower of " + source.table()).unstarted(this::follow);
  }

  /**
   * Begins to follow.
   *
   * @param store where the table is
   * @param queues sends what is given up, and stays the caller's
   */
  public static StreamFollower start(
      StreamSource source,
      EventFunction<DynamodbEvent, StreamsEventResponse> function,
      Store store,
      Optional<SqsClient> queues) {
    Table table = store.table(source.table());
    StreamFollower follower =
        new StreamFollower(
            source,
            table,
            store.follow(table, function.name(), source.fromStart()),
            Delivery.of(source, function, queues));
    follower.thread.start();
    return follower;
  }

  private void follow() {
    try {
      while (!closing) {
        followOnce();
      }
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    }
  }

  private void followOnce() throws InterruptedException {
    try {
      List<zaqar.store.table.Change> batch =
          follower.next(source.batchSize(), LONGEST_REST, source.window());
      if (!batch.isEmpty()) {
        take(batch);
      }
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.log(Level.WARNING, "cannot follow the stream of " + source.table(), e);
        Thread.sleep(AFTER_A_FAULT);
      }
    }
  }

  private void take(List<zaqar.store.table.Change> batch) throws InterruptedException {
    long last = batch.getLast().number();
    List<Change> wanted =
        batch.stream()
            .filter(change -> filters.mayPass(change.event()))
            .map(change -> Change.of(Records.json(change, table, follower.stream()), arn))
            .filter(filters::pass)
            .toList();
    if (wanted.isEmpty()) {
      follower.skip(last);
    } else {
      delivery.deliver(
          Records.SHARD, wanted, it -> follower.done(Records.place(it.sequenceNumber())));
      follower.done(last);
    }
  }

  /** Begins no more batches, and gives one under way two seconds. */
  @Override
  public void close() {
    closing = true;
    follower.close();
    try {
      if (!thread.join(TIME_TO_FINISH)) {
        thread.interrupt();
        thread.join(TIME_TO_FINISH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
