// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import zaqar.dynamodb.QueueInPool;
import zaqar.queues.IdRange;

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

  /**
   * Takes a page that was read ahead, from {@code readFrom} to the end of the shard, if it holds
   * what this scan would read first.
   */
  void takeAhead(MessageStore.Slice page, Ulid readFrom) {
    if (readFrom.compareTo(left.from()) <= 0) {
      take(
          new MessageStore.Slice(
              page.messages().stream()
                  .filter(m -> m.id().ulid().compareTo(left.from()) >= 0)
                  .toList(),
              page.more()),
          page.messages().isEmpty() ? left.from() : page.messages().getLast().id().ulid());
    }
  }

  /** Reads the next page; empty at the end of the range, and perhaps before it. */
  List<Message> next() {
    if (left.from().compareTo(young.from()) > 0) {
      passed.removeIf(message -> message.id().ulid().compareTo(young.from()) >= 0);
      left = young;
    }
    MessageStore.Slice page = store.page(queue, left, limit);
    limit = left.equals(young) ? limit * 2 : Math.min(LARGEST_PAGE, limit * 2);
    return take(
        page, page.messages().isEmpty() ? left.from() : page.messages().getLast().id().ulid());
  }

  private List<Message> take(MessageStore.Slice page, Ulid last) {
    passed.addAll(page.messages());
    page.messages().forEach(message -> bytes += message.size());
    left = left.startingAt(last.increment());
    more = page.more() && !left.isEmpty();
    return page.messages();
  }

  /** Whether the range goes on after what was read. */
  boolean hasMore() {
    return more;
  }

  /** All messages read so far, in order. */
  List<Message> passed() {
    return passed;
  }

  /** What was not looked at, where there is more. */
  IdRange left() {
    return left;
  }

  /** The first id that was not looked at. */
  Ulid position() {
    return left.from();
  }

  /** The shard. */
  int shard() {
    return left.shard();
  }

  /** Bytes read so far, nearly. */
  int bytes() {
    return bytes;
  }
}
