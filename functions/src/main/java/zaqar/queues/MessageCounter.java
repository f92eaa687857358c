// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import zaqar.dynamodb.Parallel;

/**
 * Counts the messages of a queue. The first 1,000 are read with strong consistency, the next ones a
 * moment old, for half the price. Up to 10,000 messages the count is exact. A longer queue is
 * sampled: 10,000 messages are read in pages, each in the middle of what seems to hold most of
 * those that were not read, and the gaps that remain are filled by the density of the pages beside
 * them. Expired messages count among the 10,000 until they are removed.
 */
record MessageCounter(Reader pages, Parallel parallel) {
  private static final int MOST = 10_000;
  private static final int HEAD = 1_000;
  private static final int TAIL = 10;
  private static final int PAGE = 250;
  private static final int SMALLEST_PAGE = 50;
  private static final int AT_ONCE = 16;

  /** Places of ids in a millisecond; no post takes longer. */
  private static final long POST = 1 << 16;

  /**
   * Some messages of a shard.
   *
   * @param ids of all that was read, expired messages too, in the order of reading
   * @param stats of those that live
   * @param more whether the range goes on
   */
  record Page(List<Ulid> ids, Stats stats, boolean more) {
    static final Page NOTHING = new Page(List.of(), Stats.NOTHING, false);

    Page {
      ids = List.copyOf(ids);
      more = more && !ids.isEmpty();
    }
  }

  interface Reader {
    /** Reads at most {@code limit} messages of a range. */
    Page read(IdRange range, int limit, Order order);
  }

  /** How a page is read: with strong consistency from either end, or a moment old. */
  enum Order {
    OLDEST_FIRST(true, true),
    NEWEST_FIRST(false, true),
    FORWARD(true, false);

    final boolean forward;
    final boolean strong;

    Order(boolean forward, boolean strong) {
      this.forward = forward;
      this.strong = strong;
    }
  }

  /** How many messages there seem to be: so much of what a page holds, for each place of an id. */
  private record Density(Stats seen, double perPlace) {
    /**
     * The density of a page from the beginning of its range to its last post, which the page may
     * cut. A page within one post says nothing of how often posts came.
     */
    static Density of(IdRange range, Page page) {
      int count = page.ids().size();
      if (!page.more()) {
        return new Density(page.stats(), 1.0 / range.length());
      }
      Ulid last = page.ids().getLast();
      long places = range.upTo(last).length();
      if (places <= POST) {
        return new Density(page.stats(), 1.0 / range.length());
      }
      long cut = page.ids().stream().filter(id -> id.getTime() == last.getTime()).count();
      double whole = cut == count ? 1 : (double) (count - cut) / count;
      return new Density(page.stats(), whole / places);
    }

    double total() {
      return seen.total() * perPlace;
    }

    /** So many messages of the kinds that the page holds. */
    Stats as(double total) {
      return seen.times(total / seen.total());
    }
  }

  /**
   * Ids that were not read.
   *
   * @param before the density of the page before it
   * @param after the density of the page after it
   * @param isLast whether that page is the newest messages, of which there are too few to count by
   */
  private record Gap(IdRange ids, Density before, Density after, boolean isLast) {
    /** How many messages it may hold. */
    double most() {
      return ids.length() * Math.max(before.total(), after.total());
    }

    /**
     * How many messages it seems to hold, by the harmonic mean of both densities: it is near the
     * smaller one, as a page may begin within a post and look far denser than the queue is.
     */
    Stats estimate() {
      Density end = isLast ? before : after;
      if (before.total() == 0 || end.total() == 0) {
        return Stats.NOTHING;
      }
      double half = ids.length() / (1 / before.total() + 1 / end.total());
      return before.as(half).plus(end.as(half));
    }
  }

  /** What a read has found, and what it has left unread. */
  private record Part(Stats stats, int read, List<Gap> gaps) {}

  /** Statistics of the messages from {@code since} on. */
  Stats count(int shards, Ulid since) {
    List<Part> parts =
        new ArrayList<>(
            parallel.map(
                IntStream.range(0, shards).boxed().toList(),
                shard -> ends(new IdRange(shard, since, Ulid.MAX), HEAD / shards)));
    List<Gap> gaps = new ArrayList<>(parts.stream().flatMap(p -> p.gaps().stream()).toList());
    int read = parts.stream().mapToInt(Part::read).sum();
    while (!gaps.isEmpty() && read <= MOST) {
      List<Gap> heaviest = heaviest(gaps);
      int limit = Math.clamp((MOST - read) / heaviest.size(), SMALLEST_PAGE, PAGE);
      List<Part> found = parallel.map(heaviest, gap -> look(gap, limit));
      gaps.removeAll(heaviest);
      found.forEach(part -> gaps.addAll(part.gaps()));
      read += found.stream().mapToInt(Part::read).sum();
      parts.addAll(found);
    }
    Stats counted = parts.stream().map(Part::stats).reduce(Stats.NOTHING, Stats::plus);
    Stats all = gaps.stream().map(Gap::estimate).reduce(counted, Stats::plus);
    return all.isNothing() ? Stats.NOTHING : all;
  }

  /** The gaps to look into next: nothing else is worth a look as long as one is twice as heavy. */
  private static List<Gap> heaviest(List<Gap> gaps) {
    double most = gaps.stream().mapToDouble(Gap::most).max().orElse(0);
    return gaps.stream()
        .filter(gap -> gap.most() >= most / 2)
        .sorted(Comparator.comparingDouble(Gap::most).reversed())
        .limit(AT_ONCE)
        .toList();
  }

  /**
   * Reads the beginning of a shard, and its newest messages. The newest that lives is found unless
   * a thousand after it have expired.
   */
  private Part ends(IdRange shard, int limit) {
    Page head = pages.read(shard, limit, Order.OLDEST_FIRST);
    if (!head.more()) {
      return new Part(head.stats(), head.ids().size(), List.of());
    }
    IdRange rest = shard.after(head.ids().getLast());
    Page tail = pages.read(rest, TAIL, Order.NEWEST_FIRST);
    if (tail.stats().isNothing() && tail.more()) {
      tail = pages.read(rest, HEAD, Order.NEWEST_FIRST);
    }
    List<Gap> gaps = new ArrayList<>();
    if (tail.more()) {
      IdRange newest = rest.startingAt(tail.ids().getLast()).upTo(tail.ids().getFirst());
      IdRange known = shard.startingAt(head.ids().getFirst()).upTo(newest.to());
      Ulid last = new Ulid(newest.from().getMostSignificantBits() - 1, -1);
      gaps.add(
          new Gap(
              new IdRange(rest.shard(), rest.from(), last),
              Density.of(known, head),
              new Density(tail.stats(), 1.0 / newest.length()),
              true));
    }
    return new Part(head.stats().plus(tail.stats()), head.ids().size() + tail.ids().size(), gaps);
  }

  /** Reads a page in the middle of a gap, or at its beginning if that may be all of it. */
  private Part look(Gap gap, int limit) {
    long length = gap.ids().length();
    long from = gap.most() <= limit / 2.0 ? 0 : length / 2;
    IdRange part = from == 0 ? gap.ids() : gap.ids().part(from, length);
    Page page = pages.read(part, limit, Order.FORWARD);
    Density density = Density.of(part, page);
    List<Gap> gaps = new ArrayList<>();
    if (from > 0) {
      gaps.add(new Gap(gap.ids().part(0, from), gap.before(), density, false));
    }
    if (page.more()) {
      IdRange rest = part.after(page.ids().getLast());
      gaps.add(new Gap(rest, density, gap.after(), gap.isLast()));
    }
    return new Part(page.stats(), page.ids().size(), gaps);
  }
}
