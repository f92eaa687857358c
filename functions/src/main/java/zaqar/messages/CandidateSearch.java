// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.MessageId;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead;
import zaqar.queues.QueueHead.Recheck;

/**
 * One search for available messages: through the ranges that are due for a recheck, then from the
 * cursors on (design 4.5).
 */
final class CandidateSearch {
  /** How many due ranges are searched at the same time, and by one request. */
  private static final int RECHECKS_AT_ONCE = 4;

  private static final int MOST_RECHECKS = 16;

  /**
   * Instances that compete see a recheck up to so much later than it is due, each time by chance,
   * so that few replace the same one.
   */
  private static final Duration JITTER = Duration.ofMillis(300);

  /** Among how many runs of messages one is chosen where others may begin as well. */
  static final int RUNS = 8;

  private static final int BUDGET_BYTES = 8 * 1024 * 1024;

  private final Platform platform;
  private final MessageStore store;
  private final Criteria terms;
  private final Ulid start;
  private final List<Searched> searched = new ArrayList<>();
  private final SortedMap<MessageId, Message> found = new TreeMap<>();
  private boolean isAtHead = true;

  /**
   * A range that was searched.
   *
   * @param recheck the recheck that asked for it; empty where it begins at the cursor
   */
  record Searched(ShardScan scan, Optional<Recheck> recheck) {}

  /**
   * What is searched for.
   *
   * @param shards those that are searched
   * @param wanted how many messages
   * @param isWide whether others compete for them
   * @param now messages that are available then are found
   * @param isFree whether no other request of this instance tries a message
   */
  record Criteria(
      QueueHead head,
      QueueInPool place,
      List<Integer> shards,
      int wanted,
      boolean isWide,
      Instant now,
      Predicate<MessageId> isFree) {}

  CandidateSearch(Platform platform, MessageStore store, Criteria terms) {
    this.platform = platform;
    this.store = store;
    this.terms = terms;
    start =
        terms.shards().stream()
            .map(shard -> terms.head().from(shard, terms.now()))
            .min(Ulid::compareTo)
            .orElse(Ulid.MIN);
  }

  List<Searched> searched() {
    return searched;
  }

  /** Whether nothing was found before the cursors. */
  boolean isAtHead() {
    return isAtHead;
  }

  /** Whether there may be older messages than those found, or there are too few of these. */
  boolean lacksSome() {
    return found.headMap(new MessageId(start, 0)).size() < terms.wanted();
  }

  /**
   * The oldest messages found; where others look through the same due ranges, some in a row that
   * chance decides.
   */
  List<Message> candidates() {
    int others = terms.isWide() && !isAtHead ? Math.max(0, found.size() - terms.wanted()) : 0;
    return found.values().stream()
        .skip(platform.random().nextInt(others + 1))
        .limit(terms.wanted())
        .toList();
  }

  /**
   * Searches the ranges that are due, the oldest first, until there is enough.
   *
   * @return false if some of them are left for another search
   */
  boolean rechecks() {
    List<Recheck> due = due();
    int most = Math.min(due.size(), MOST_RECHECKS);
    for (List<Recheck> some : Chunks.of(due.subList(0, most), RECHECKS_AT_ONCE)) {
      if (lacksSome()) {
        search(some.stream().map(this::begun).toList(), BUDGET_BYTES);
      }
    }
    isAtHead = found.isEmpty();
    return !lacksSome() || (most == due.size() && !terms.head().isCut());
  }

  private List<Recheck> due() {
    Duration jitter =
        terms.isWide()
            ? Duration.ofMillis(platform.random().nextLong(JITTER.toMillis()))
            : Duration.ZERO;
    List<Recheck> due =
        new ArrayList<>(
            Stream.concat(
                    terms.head().due(Recheck.AT_ONCE).stream(),
                    terms.head().due(terms.now().minus(jitter)).stream())
                .distinct()
                .filter(recheck -> terms.shards().contains(recheck.range().shard()))
                .toList());
    if (terms.isWide()) {
      Collections.shuffle(due, Random.from(platform.random()));
    } else {
      due.sort(Comparator.comparing(recheck -> recheck.range().from()));
    }
    return due;
  }

  private Searched begun(Recheck recheck) {
    IdRange range = recheck.range().startingAt(terms.head().state().oldest(terms.now()));
    int page = terms.isWide() ? terms.wanted() * RUNS : terms.wanted();
    return new Searched(scan(range, page), Optional.of(recheck));
  }

  private ShardScan scan(IdRange range, int page) {
    return new ShardScan(store, terms.place(), range, page, Ulid.MAX);
  }

  /**
   * Searches what no cursor has passed.
   *
   * @return false if there was more than one search looks through
   */
  boolean shards(List<ShardScan.PageAhead> ahead) {
    List<Searched> begun = new ArrayList<>();
    for (int shard : terms.shards()) {
      IdRange range = new IdRange(shard, terms.head().from(shard, terms.now()), Ulid.MAX);
      ShardScan scan = scan(range, terms.wanted());
      scan.takeAhead(ahead);
      begun.add(new Searched(scan, Optional.empty()));
    }
    search(begun, BUDGET_BYTES / terms.shards().size());
    return found.size() >= terms.wanted()
        || begun.stream().noneMatch(each -> each.scan().hasMore());
  }

  private void search(List<Searched> ranges, int budget) {
    platform
        .parallel()
        .map(ranges, range -> search(range.scan(), budget))
        .forEach(some -> some.forEach(m -> found.putIfAbsent(m.id(), m)));
    searched.addAll(ranges);
  }

  private List<Message> search(ShardScan scan, int budget) {
    List<Message> available = new ArrayList<>(free(scan.passed()));
    while (available.size() < terms.wanted() && scan.hasMore() && scan.bytes() < budget) {
      available.addAll(free(scan.next()));
    }
    return available;
  }

  /** Those of a page that can be taken. */
  List<Message> free(List<Message> page) {
    return page.stream()
        .filter(m -> m.isAvailable(terms.now()))
        .filter(m -> terms.isFree().test(m.id()))
        .toList();
  }
}
