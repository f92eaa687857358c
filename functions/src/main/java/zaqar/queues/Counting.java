// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import zaqar.dynamodb.Parallel;
import zaqar.queues.StatsPage.Order;

/**
 * Counts the messages of a queue: a short one with one strong read of each shard, a longer one with
 * reads that may be a moment old, and beyond 10,000 messages by a sample. Whatever the queue's
 * length, it reads little more than 10,000 messages. Expired messages count among those until they
 * are removed.
 */
record Counting(StatsPage.Reader pages, Parallel parallel, RandomGenerator random) {
  private static final int MOST = 10_000;
  private static final int HEAD = 1_000;

  /** The beginning of a shard, and what was not read of it yet. */
  private record Head(StatsPage page, IdRange rest) {}

  /** Statistics of the messages from {@code since} on. */
  Stats count(int shards, Ulid since) {
    IdRange all = new IdRange(0, since, Ulid.MAX);
    int limit = HEAD / shards;
    List<Head> heads =
        each(IntStream.range(0, shards).mapToObj(all::in).toList(), shard -> head(shard, limit));
    Stats stats = Stats.NOTHING;
    List<Head> longer = new ArrayList<>();
    for (Head head : heads) {
      stats = stats.plus(head.page().stats());
      if (head.page().more()) {
        longer.add(head);
      }
    }
    if (!longer.isEmpty()) {
      List<Ends.Found> ends = each(longer, head -> new Ends(pages).of(head.rest(), head.page()));
      stats = ends.stream().map(Ends.Found::marks).reduce(stats, Stats::plus);
      int read = heads.stream().mapToInt(head -> head.page().read()).sum();
      List<IdRange> rests = ends.stream().flatMap(found -> found.rest().stream()).toList();
      stats = stats.plus(new Sample(pages, parallel, random).count(rests, MOST - read));
    }
    return stats.isNothing() ? Stats.NOTHING : stats;
  }

  private Head head(IdRange shard, int limit) {
    StatsPage page = pages.read(shard, limit, Order.OLDEST_FIRST);
    return new Head(page, page.more() ? shard.after(page.ids().getLast()) : shard);
  }

  private <A, B> List<B> each(List<A> list, Function<A, B> call) {
    return parallel.all(list.stream().<Supplier<B>>map(a -> () -> call.apply(a)).toList());
  }
}
