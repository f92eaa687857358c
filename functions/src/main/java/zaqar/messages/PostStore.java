// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;

/**
 * Writes new messages (design 4.3). A write that is not confirmed in time is a failed write, and
 * nothing is sent again unless it surely did not happen: a second put could wipe a claim, or bring
 * a deleted message back.
 */
record PostStore(Platform platform) {
  private static final Duration PAUSE = Duration.ofMillis(30);

  /**
   * The time that writes have from the moment their ids were made, by the wall clock and by one
   * that cannot be set.
   */
  final class Window {
    private final Duration deadline = platform.settings().writeDeadline();
    private final Instant opened = platform.clock().instant();
    private final long openedNanos = platform.pause().nanoTime();

    Duration left() {
      Duration wall = Duration.between(opened, platform.clock().instant());
      Duration steady = Duration.ofNanos(platform.pause().nanoTime() - openedNanos);
      return deadline.minus(wall.compareTo(steady) > 0 ? wall : steady);
    }

    /** Whether what has not been begun by now should rather leave room for what has. */
    private boolean isLate() {
      return left().compareTo(deadline.multipliedBy(3).dividedBy(4)) < 0;
    }

    boolean isOpen() {
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
    private Failure of(List<WriteRequest> others) {
      return new Failure(cause, isForWantOfRoom, ids(others));
    }

    private Failure and(Failure other) {
      Set<Ulid> all = new HashSet<>(unconfirmed);
      all.addAll(other.unconfirmed);
      return new Failure(cause, isForWantOfRoom && other.isForWantOfRoom, all);
    }
  }

  private static Set<Ulid> ids(List<WriteRequest> writes) {
    return writes.stream()
        .map(write -> Attributes.ulid(write.putRequest().item(), MessageTable.ID))
        .collect(Collectors.toSet());
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
    List<WriteRequest> messages = items.stream().map(i -> put(i.message())).toList();
    return appendBodies(queue, items, window)
        .map(failure -> failure.of(messages))
        .or(() -> write(queue, messages, window));
  }

  /** Writes the bodies that are apart, which have to be there before their messages are. */
  Optional<Failure> appendBodies(QueueInPool queue, List<MessageItems.Items> items, Window window) {
    List<WriteRequest> bodies =
        items.stream()
            .map(MessageItems.Items::body)
            .filter(Objects::nonNull)
            .map(PostStore::put)
            .toList();
    return write(queue, bodies, window);
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(p -> p.item(item)).build();
  }

  private Optional<Failure> write(QueueInPool queue, List<WriteRequest> writes, Window window) {
    return platform
        .parallel()
        .map(Chunks.of(writes, Chunks.WRITES), chunk -> writeChunk(queue, chunk, window))
        .stream()
        .flatMap(Optional::stream)
        .reduce(Failure::and);
  }

  private Optional<Failure> writeChunk(QueueInPool queue, List<WriteRequest> chunk, Window window) {
    DynamoDbClient once = platform.dynamoDb().once();
    List<WriteRequest> left = chunk;
    for (Duration time = window.left(); time.isPositive(); time = window.left()) {
      Duration timeout = time;
      Map<String, List<WriteRequest>> request = Map.of(queue.table(), left);
      try {
        left =
            once.batchWriteItem(
                    r ->
                        r.requestItems(request)
                            .overrideConfiguration(
                                c -> c.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout)))
                .unprocessedItems()
                .getOrDefault(queue.table(), List.of());
      } catch (SdkException failure) {
        if (!DynamoDb.isThrottling(failure)) {
          return Optional.of(new Failure(failure, false, ids(left)));
        }
      }
      if (left.isEmpty() && window.isOpen()) {
        return Optional.empty();
      }
      if (left.size() == chunk.size() && window.isLate()) {
        break;
      }
      platform.sleepAbout(PAUSE);
    }
    RuntimeException late = new IllegalStateException("messages were not confirmed in time");
    return Optional.of(new Failure(late, true, ids(left)));
  }
}
