// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import zaqar.names.MessageId;
import zaqar.queues.MessageCounter.Order;
import zaqar.queues.MessageCounter.Page;

/** Messages in memory, read as DynamoDB reads them, and what that costs. */
final class Shelf implements MessageCounter.Reader {
  private static final int LARGEST_PAGE = 1 << 20;
  private static final double UNIT = 4096;

  private final Map<Integer, NavigableMap<Ulid, Item>> shards = new TreeMap<>();
  private double units;
  private int calls;

  /** What counts of a message, and the bytes it takes. */
  record Item(boolean isLive, boolean isClaimed, int size) {}

  void put(int shard, Ulid id, Item item) {
    shards.computeIfAbsent(shard, none -> new TreeMap<>()).put(id, item);
  }

  /** What all messages are. */
  Stats stats() {
    return shards.keySet().stream()
        .map(shard -> new IdRange(shard, Ulid.MIN, Ulid.MAX))
        .map(all -> take(all, Integer.MAX_VALUE, Integer.MAX_VALUE, true).stats())
        .reduce(Stats.NOTHING, Stats::plus);
  }

  /** Read units since the last time this was asked. */
  double units() {
    double spent = units;
    units = 0;
    return spent;
  }

  int calls() {
    int made = calls;
    calls = 0;
    return made;
  }

  @Override
  public Page read(IdRange span, int limit, Order order) {
    if (span.isEmpty()) {
      return Page.NOTHING;
    }
    int size = 0;
    Page page = take(span, limit, LARGEST_PAGE, order.forward);
    for (Ulid id : page.ids()) {
      size += shards.get(span.shard()).get(id).size();
    }
    calls++;
    units += Math.max(1, Math.ceil(size / UNIT)) * (order.strong ? 1 : 0.5);
    return page;
  }

  private Page take(IdRange span, int limit, int bytes, boolean forward) {
    NavigableMap<Ulid, Item> shard = shards.getOrDefault(span.shard(), new TreeMap<>());
    NavigableMap<Ulid, Item> part = shard.subMap(span.from(), true, span.to(), true);
    List<Ulid> ids = new ArrayList<>();
    List<Stats.Mark> marks = new ArrayList<>();
    int claimed = 0;
    int left = bytes;
    for (Map.Entry<Ulid, Item> entry : (forward ? part : part.descendingMap()).entrySet()) {
      left -= entry.getValue().size();
      if (ids.size() == limit || left < 0) {
        return new Page(ids, stats(marks, claimed), true);
      }
      ids.add(entry.getKey());
      if (entry.getValue().isLive()) {
        Instant created = Instant.ofEpochMilli(entry.getKey().getTime());
        MessageId id = new MessageId(entry.getKey(), span.shard());
        marks.add(new Stats.Mark(id, created));
        claimed += entry.getValue().isClaimed() ? 1 : 0;
      }
    }
    return new Page(ids, stats(marks, claimed), false);
  }

  private static Stats stats(List<Stats.Mark> messages, int claimed) {
    Comparator<Stats.Mark> order = Comparator.comparing(Stats.Mark::id);
    return new Stats(
        claimed,
        messages.size() - claimed,
        0,
        messages.stream().min(order),
        messages.stream().max(order));
  }
}
