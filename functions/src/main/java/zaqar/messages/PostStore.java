// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Sleeper;
import zaqar.settings.Settings;

/**
 * Writes new messages (design 4.3). A write that is not confirmed in time is a failed write, and
 * nothing is sent again unless it surely did not happen: a second put could wipe a claim, or bring
 * a deleted message back.
 */
final class PostStore {
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final Parallel parallel;
  private final Clock clock;
  private final Sleeper pause;
  private final RandomGenerator random;

  PostStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    parallel = platform.parallel();
    clock = platform.clock();
    pause = platform.pause();
    random = platform.random();
  }

  /**
   * The time that writes have from the moment their ids were made, by the wall clock and by one
   * that cannot be set.
   */
  final class Window {
    private final Instant opened = clock.instant();
    private final long openedNanos = pause.nanoTime();

    private Duration left() {
      Duration wall = Duration.between(opened, clock.instant());
      Duration steady = Duration.ofNanos(pause.nanoTime() - openedNanos);
      return settings.writeDeadline().minus(wall.compareTo(steady) > 0 ? wall : steady);
    }

    /** Whether what has not been begun by now should rather leave room for what has. */
    private boolean isLate() {
      return left().compareTo(settings.writeDeadline().multipliedBy(3).dividedBy(4)) < 0;
    }

    private boolean isOpen() {
      return left().isPositive();
    }
  }

  /**
   * What kept messages from being stored.
   *
   * @param isForWantOfRoom whether the store was reached, but had no capacity for all of them in
   *     time
   * @param unconfirmed those of which the store has not said that they are written: they are not,
   *     or may still be
   */
  record Failure(RuntimeException cause, boolean isForWantOfRoom, Set<Ulid> unconfirmed) {
    private static Failure of(RuntimeException cause, List<WriteRequest> unconfirmed) {
      return new Failure(cause, false, ids(unconfirmed));
    }

    private static Failure late(List<WriteRequest> unconfirmed) {
      return new Failure(
          new IllegalStateException("messages were not confirmed in time"), true, ids(unconfirmed));
    }

    private static Set<Ulid> ids(List<WriteRequest> writes) {
      return writes.stream()
          .map(write -> Attributes.ulid(write.putRequest().item(), MessageTable.ID))
          .collect(Collectors.toSet());
    }

    private Failure and(Failure other) {
      Set<Ulid> all = new HashSet<>(unconfirmed);
      all.addAll(other.unconfirmed);
      return new Failure(cause, isForWantOfRoom && other.isForWantOfRoom, all);
    }
  }

  /** Opens the window; to be called just before ids are made. */
  Window open() {
    return new Window();
  }

  /**
   * Writes bodies, then messages.
   *
   * @return what kept some of it from being confirmed before the window closed; empty if all was
   */
  Optional<Failure> append(QueueInPool queue, List<MessageItems.Items> items, Window window) {
    List<WriteRequest> bodies =
        items.stream()
            .map(MessageItems.Items::body)
            .filter(Objects::nonNull)
            .map(PostStore::put)
            .toList();
    List<WriteRequest> messages = items.stream().map(i -> put(i.message())).toList();
    return write(queue, bodies, window)
        .map(
            failure ->
                new Failure(failure.cause(), failure.isForWantOfRoom(), Failure.ids(messages)))
        .or(() -> write(queue, messages, window));
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(p -> p.item(item)).build();
  }

  private Optional<Failure> write(QueueInPool queue, List<WriteRequest> writes, Window window) {
    return parallel
        .map(Chunks.of(writes, Chunks.WRITES), chunk -> writeChunk(queue, chunk, window))
        .stream()
        .flatMap(Optional::stream)
        .reduce(Failure::and);
  }

  private Optional<Failure> writeChunk(QueueInPool queue, List<WriteRequest> chunk, Window window) {
    List<WriteRequest> left = chunk;
    for (Duration time = window.left(); time.isPositive(); time = window.left()) {
      try {
        left = send(queue, left, time);
      } catch (SdkException failure) {
        if (!DynamoDb.isThrottling(failure)) {
          return Optional.of(Failure.of(failure, left));
        }
      }
      if (left.isEmpty() && window.isOpen()) {
        return Optional.empty();
      }
      if (left.size() == chunk.size() && window.isLate()) {
        return Optional.of(Failure.late(left));
      }
      pause.sleepAbout(PAUSE, random);
    }
    return Optional.of(Failure.late(left));
  }

  private List<WriteRequest> send(QueueInPool queue, List<WriteRequest> writes, Duration timeout) {
    Map<String, List<WriteRequest>> request = Map.of(queue.table(), writes);
    return dynamoDb
        .once()
        .batchWriteItem(
            r ->
                r.requestItems(request)
                    .overrideConfiguration(
                        c -> c.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout)))
        .unprocessedItems()
        .getOrDefault(queue.table(), List.of());
  }
}
