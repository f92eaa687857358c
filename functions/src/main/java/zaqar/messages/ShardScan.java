// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.QueueKey;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead;

/**
 * Reads a range of a shard in order, page by page: small pages first, since most readers stop soon,
 * then ever larger ones. What may still be joined by older messages is read by one page alone:
 * between two, a message could land behind the first, and one posted after it be in the second.
 */
final class ShardScan {
  private static final int LARGEST_PAGE = 1000;

  private final MessageStore store;
  private final QueueInPool queue;
  private final List<Message> passed = new ArrayList<>();
  private final IdRange young;
  private IdRange left;
  private int limit;
  private boolean more;
  private int bytes;

  /**
   * Begins with a page of {@code limit} messages.
   *
   * @param settled every message with an earlier id that was acknowledged was readable before this
   *     scan began; {@link Ulid#MAX} for one who does not ask for order
   */
  ShardScan(MessageStore store, QueueInPool queue, IdRange range, int limit, Ulid settled) {
    this.store = store;
    this.queue = queue;
    this.limit = limit;
    left = range;
    young = range.startingAt(settled);
    more = !range.isEmpty();
  }

  /** A page of a range that is being read before it is known which table and ids are needed. */
  record PageAhead(
      QueueInPool queue, IdRange range, Parallel.Running<MessageStore.Slice> reading) {}

  /**
   * Starts to read a page of each shard while the queue's head is read, from where this process saw
   * the head last. Nothing is read ahead of a queue that this process has not seen, since the page
   * might lie far from its present head.
   *
   * @param only the shard to read; all if empty
   * @param from where to begin in a shard by a head
   * @param limit messages in each page
   */
  static List<PageAhead> readAhead(
      Parallel parallel,
      MessageStore store,
      QueueKey queue,
      Optional<QueueHead> guess,
      Optional<Integer> only,
      BiFunction<QueueHead, Integer, Ulid> from,
      int limit) {
    List<PageAhead> pages = new ArrayList<>();
    for (QueueHead head : guess.stream().toList()) {
      QueueInPool place = head.state().place(queue);
      for (int shard : head.state().shardsOr(only)) {
        IdRange range = new IdRange(shard, from.apply(head, shard), Ulid.MAX);
        pages.add(
            new PageAhead(place, range, parallel.start(() -> store.page(place, range, limit))));
      }
    }
    return pages;
  }

  /** Takes the page that was read ahead of this scan, if it holds what would be read first. */
  void takeAhead(List<PageAhead> pages) {
    pages.stream()
        .filter(page -> page.queue().equals(queue))
        .filter(page -> page.range().shard() == left.shard())
        .filter(page -> page.range().from().compareTo(left.from()) <= 0)
        .findFirst()
        .ifPresent(page -> take(page.reading().get()));
  }

  /** Reads the next page; empty at the end of the range, and perhaps before it. */
  List<Message> next() {
    if (left.from().compareTo(young.from()) > 0) {
      passed.removeIf(message -> message.id().ulid().compareTo(young.from()) >= 0);
      left = young;
    }
    MessageStore.Slice page = store.page(queue, left, limit);
    limit = left.equals(young) ? limit * 2 : Math.min(LARGEST_PAGE, limit * 2);
    return take(page);
  }

  private List<Message> take(MessageStore.Slice page) {
    List<Message> messages =
        page.messages().stream()
            .filter(message -> message.id().ulid().compareTo(left.from()) >= 0)
            .toList();
    passed.addAll(messages);
    messages.forEach(message -> bytes += message.size());
    Ulid last = page.messages().isEmpty() ? left.from() : page.messages().getLast().id().ulid();
    left = left.startingAt(last.increment());
    more = page.more() && !left.isEmpty();
    return messages;
  }

  boolean hasMore() {
    return more;
  }

  List<Message> passed() {
    return passed;
  }

  /** The first id that was not looked at. */
  Ulid position() {
    return left.from();
  }

  int shard() {
    return left.shard();
  }

  /** Bytes read so far, nearly. */
  int bytes() {
    return bytes;
  }
}
