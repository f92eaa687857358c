package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import zaqar.dynamodb.QueueInPool;

/**
 * Reads a shard in order, page by page: small pages first, since most readers stop soon, then ever
 * larger ones.
 */
final class ShardScan {
  private static final int LARGEST_PAGE = 1000;

  private final MessageStore store;
  private final QueueInPool queue;
  private final int shard;
  private final List<Message> passed = new ArrayList<>();
  private Ulid from;
  private int limit;
  private boolean more = true;
  private int bytes;

  /** Begins at {@code from}, with a page of {@code limit} messages. */
  ShardScan(MessageStore store, QueueInPool queue, int shard, Ulid from, int limit) {
    this.store = store;
    this.queue = queue;
    this.shard = shard;
    this.from = from;
    this.limit = limit;
  }

  /**
   * Takes a page that was read ahead, from {@code readFrom}, if it tells what this scan would read
   * first.
   */
  void takeAhead(MessageStore.Page page, Ulid readFrom) {
    if (readFrom.compareTo(from) <= 0) {
      take(
          new MessageStore.Page(
              page.messages().stream().filter(m -> m.id().ulid().compareTo(from) >= 0).toList(),
              page.more()),
          page.messages().isEmpty() ? from : page.messages().getLast().id().ulid());
    }
  }

  /** Reads the next page; empty at the end of the shard, and perhaps before it. */
  List<Message> next() {
    MessageStore.Page page = store.page(queue, shard, from, limit);
    limit = Math.min(LARGEST_PAGE, limit * 2);
    return take(page, page.messages().isEmpty() ? from : page.messages().getLast().id().ulid());
  }

  private List<Message> take(MessageStore.Page page, Ulid last) {
    passed.addAll(page.messages());
    page.messages().forEach(message -> bytes += message.size());
    more = page.more();
    Ulid after = last.increment();
    from = after.compareTo(from) > 0 ? after : from;
    return page.messages();
  }

  /** Whether the shard goes on after what was read. */
  boolean hasMore() {
    return more;
  }

  /** All messages read so far, in order. */
  List<Message> passed() {
    return passed;
  }

  /** The first id that was not looked at. */
  Ulid position() {
    return from;
  }

  /** The shard. */
  int shard() {
    return shard;
  }

  /** Bytes read so far, nearly. */
  int bytes() {
    return bytes;
  }
}
