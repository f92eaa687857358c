// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.messages.CandidateSearch.Searched;
import zaqar.meter.Meter;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.HeadStore;
import zaqar.queues.IdRange;
import zaqar.queues.QueueHead;
import zaqar.queues.QueueHead.Cursor;
import zaqar.queues.QueueHead.Recheck;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStateStore;

/**
 * Finds the messages that a claim or pop may take (design 4.5). The caller finds candidates, tries
 * to take them, and settles the result; in any case it leaves. Usually finding takes one round
 * trip: a read of the queue's head, and at the same time a query from where the head was when this
 * process saw it last.
 */
public final class AvailableMessages {
  /**
   * The most bytes of bodies in one answer. Lambda takes six million, of a document that is itself
   * written as a JSON string, in which every quote of a body counts twice.
   */
  public static final long ANSWER_ROOM = 2_900_000;

  /** A cursor moves when it can pass so many messages: reading fewer again costs less. */
  private static final int WORTH_A_MOVE = 40;

  /** What comes back so soon is not worth a recheck. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Of the requests that compete, one in so many moves cursors and replaces rechecks. */
  private static final int ONE_IN = 8;

  /** How many places beyond the head are looked at before the head has to do. */
  private static final int PLACES = 3;

  /**
   * What one request has found at the head of a queue: messages that it may try to take, and what
   * it passed over to find them.
   *
   * @param asked when the search was sent, by this instance's own clock
   * @param now when the search was sent: what was available then is what the tries are conditioned
   *     on
   * @param oldest the oldest messages that can be taken
   * @param messages those that this request may try
   * @param isIncomplete whether there may be more to take at once: another request of this instance
   *     was faster with some, or there was more to look through than one search does
   * @param ticket of this request's tries
   */
  public record Candidates(
      QueueKey queue,
      QueueHead head,
      Instant asked,
      TimeBounds now,
      List<Message> oldest,
      List<Message> messages,
      List<Searched> searched,
      boolean isIncomplete,
      long ticket) {
    /** The state of the queue. */
    public QueueState state() {
      return head.state();
    }

    /** Where the messages are. */
    public QueueInPool place() {
      return state().place(queue);
    }
  }

  private final MessageStore store;
  private final QueueStateStore states;
  private final HeadStore heads;
  private final Parallel parallel;
  private final Platform platform;
  private final Contention contention;
  private final RandomGenerator random;

  /** Looks by the store's clock; chooses at random where many compete. */
  public AvailableMessages(
      Platform platform, MessageStore store, QueueStateStore states, HeadStore heads) {
    this.store = store;
    this.states = states;
    this.heads = heads;
    parallel = platform.parallel();
    this.platform = platform;
    random = platform.random();
    contention = new Contention(platform.clock(), random);
  }

  /**
   * Finds up to {@code wanted} messages: the oldest, unless this instance has recently lost some to
   * others. Then it searches one shard alone, if that has enough.
   *
   * @param room bytes that their bodies may have in all
   */
  public Candidates find(QueueKey queue, int wanted, long room) {
    // Of several shards one by chance: there are fewer others at each than at the queue.
    Optional<Integer> any =
        states
            .guess(queue)
            .filter(state -> contention.isWide(queue) && state.shards() > 1)
            .map(state -> random.nextInt(state.shards()));
    if (any.isPresent()) {
      Candidates candidates = find(queue, wanted, room, any);
      if (candidates.oldest().size() == wanted) {
        return candidates;
      }
      leave(candidates);
    }
    return find(queue, wanted, room, Optional.empty());
  }

  private Candidates find(QueueKey queue, int wanted, long room, Optional<Integer> only) {
    long ticket = contention.begin();
    try {
      Instant asked = platform.clock().instant();
      TimeBounds guessed = platform.perhapsAt(asked);
      List<ShardScan.PageAhead> ahead =
          ShardScan.readAhead(
              parallel,
              store,
              queue,
              heads.guess(queue),
              only,
              (head, shard) -> head.from(shard, guessed.earliest()),
              wanted);
      QueueHead head = heads.read(queue, guessed.latest());
      TimeBounds now = platform.at(asked);
      CandidateSearch.Criteria terms =
          new CandidateSearch.Criteria(
              head,
              head.state().place(queue),
              head.state().shardsOr(only),
              wanted,
              contention.isWide(queue),
              now.earliest(),
              id -> contention.isFree(id, ticket));
      CandidateSearch search = new CandidateSearch(platform, store, terms);
      boolean isComplete = search.rechecks();
      if (isComplete && search.lacksSome()) {
        isComplete = search.shards(ahead);
      }
      List<Message> oldest = search.candidates();
      oldest.stream().findFirst().ifPresent(m -> Meter.current().met(m.age(now.earliest())));
      boolean isFurther = terms.isWide() && oldest.size() == wanted && search.isAtHead();
      List<Message> available =
          fitting(isFurther ? further(search, terms, queue, oldest) : oldest, room);
      List<Message> messages =
          available.stream().filter(message -> contention.take(message.id(), ticket)).toList();
      boolean isIncomplete = !isComplete || messages.size() < available.size();
      return new Candidates(
          queue, head, asked, now, oldest, messages, search.searched(), isIncomplete, ticket);
    } catch (RuntimeException e) {
      contention.end(ticket, List.of());
      throw e;
    }
  }

  /**
   * Up to as many messages as there are at the head, from a place beyond it; those at the head if
   * no such place is found. Fewer are better than the head, where everybody meets.
   */
  private List<Message> further(
      CandidateSearch search,
      CandidateSearch.Criteria terms,
      QueueKey queue,
      List<Message> oldest) {
    Ulid head = oldest.getFirst().id().ulid();
    for (int attempt = 0; attempt < PLACES; attempt++) {
      Contention.Start start = contention.choose(queue, head);
      int limit = start.isNew() ? oldest.size() * CandidateSearch.RUNS : oldest.size();
      List<Message> free = search.free(read(terms, queue, head, start.id(), limit));
      if (!free.isEmpty()) {
        int others = Math.max(0, free.size() - oldest.size());
        int aside = start.isNew() ? random.nextInt(others + 1) : 0;
        return free.stream().skip(aside).limit(oldest.size()).toList();
      }
      contention.leave(queue);
    }
    return oldest;
  }

  private List<Message> read(
      CandidateSearch.Criteria terms, QueueKey queue, Ulid head, Ulid from, int limit) {
    List<MessageStore.Slice> pages =
        parallel.map(
            terms.shards(),
            shard -> store.page(terms.place(), new IdRange(shard, from, Ulid.MAX), limit));
    List<Message> found =
        pages.stream()
            .flatMap(page -> page.messages().stream())
            .sorted(Comparator.comparing(Message::id))
            .limit(limit)
            .toList();
    if (pages.stream().noneMatch(MessageStore.Slice::more)) {
      contention.endsAt(queue, head, found.isEmpty() ? from : found.getLast().id().ulid());
    }
    return found;
  }

  /**
   * Writes down what came of a search, for the requests that follow: cursors pass what need not be
   * read again for now, and rechecks that are done go. Nothing that fails here fails the request.
   *
   * @param taken what this request took, with the time until when it is gone; {@link Instant#MAX}
   *     for what is gone for good
   * @param spared candidates that it did not try to take
   */
  public void settle(Candidates candidates, Map<MessageId, Instant> taken, Set<MessageId> spared) {
    Set<MessageId> lost = Message.ids(candidates.messages());
    lost.removeAll(taken.keySet());
    learn(candidates, !spared.containsAll(lost));
    if (contention.isWide(candidates.queue()) && random.nextInt(ONE_IN) > 0) {
      return;
    }
    TimeBounds now = candidates.now();
    // What comes back before then may be back by the time that a cursor has moved.
    Duration sinceAsked = Duration.between(candidates.asked(), platform.clock().instant());
    Instant soon = now.earliest().plus(sinceAsked).plus(SOON);
    Ulid settled = now.settled(platform.settings().writeDeadline());
    CursorRule atCursors = new CursorRule(now, settled, soon);
    CursorRule inDueRanges = new CursorRule(now, Ulid.MAX, soon);
    parallel.map(
        candidates.searched(),
        searched -> {
          Optional<Recheck> recheck = searched.recheck();
          CursorRule rule = recheck.isPresent() ? inDueRanges : atCursors;
          CursorRule.Passed passed = rule.apply(searched.scan().passed(), taken, lost);
          return recheck.isPresent()
              ? replace(candidates, recheck.get(), searched.scan(), passed)
              : advance(candidates, settled, searched.scan(), passed);
        });
  }

  private boolean replace(
      Candidates candidates, Recheck recheck, ShardScan scan, CursorRule.Passed passed) {
    List<Recheck.Planned> others = new ArrayList<>(passed.rechecks());
    Optional<Ulid> rest =
        passed
            .stoppedAt()
            .or(() -> scan.hasMore() ? Optional.of(scan.position()) : Optional.empty());
    rest.ifPresent(
        from -> others.add(new Recheck.Planned(recheck.range().startingAt(from), recheck.at())));
    if (rest.isPresent() && passed.count() < WORTH_A_MOVE) {
      return false;
    }
    return heads.replace(candidates.queue(), recheck, others);
  }

  private boolean advance(
      Candidates candidates, Ulid settled, ShardScan scan, CursorRule.Passed passed) {
    if (passed.count() < WORTH_A_MOVE) {
      return false;
    }
    Ulid from = passed.stoppedAt().orElse(scan.hasMore() ? scan.position() : settled);
    Cursor before = candidates.head().cursors().get(scan.shard());
    Cursor after =
        new Cursor(
            from.compareTo(settled) < 0 ? from : settled,
            passed.delayedUntil().isAfter(before.delayedUntil())
                ? passed.delayedUntil()
                : before.delayedUntil());
    return after.from().compareTo(before.from()) > 0
        && heads.advance(candidates.queue(), scan.shard(), before, after, passed.rechecks());
  }

  /**
   * Looks further off next time, or nearer, as what the request tried was lost to others or not.
   */
  private void learn(Candidates candidates, boolean lostSome) {
    if (candidates.messages().isEmpty()) {
      return;
    }
    QueueKey queue = candidates.queue();
    Ulid begin = candidates.oldest().getFirst().id().ulid();
    Ulid last = candidates.messages().getLast().id().ulid();
    if (lostSome) {
      contention.lost(queue, begin, last);
    } else {
      contention.won(queue, begin, candidates.oldest().getLast().id().ulid(), last);
    }
  }

  /** Lets other requests of this instance try what this one did not take. */
  public void leave(Candidates candidates) {
    contention.end(candidates.ticket(), Message.ids(candidates.messages()));
  }

  /**
   * Announces that messages are available again, or will be earlier than before. To be called after
   * they were released, and before the request is answered.
   *
   * @param at {@link Recheck#AT_ONCE} if they are available now
   */
  public void announce(QueueKey queue, List<MessageId> messages, Instant at) {
    heads.add(
        queue,
        messages.stream().collect(Collectors.groupingBy(MessageId::shard)).entrySet().stream()
            .map(
                shard ->
                    new Recheck.Planned(
                        new IdRange(
                            shard.getKey(),
                            Collections.min(shard.getValue()).ulid(),
                            Collections.max(shard.getValue()).ulid()),
                        at))
            .toList());
  }

  /** The first of these messages whose bodies fit a room of so many bytes. */
  static List<Message> fitting(List<Message> messages, long room) {
    List<Message> fitting = new ArrayList<>();
    long left = room;
    for (Message message : messages) {
      left -= message.bodyLength();
      if (left < 0) {
        break;
      }
      fitting.add(message);
    }
    return fitting;
  }
}
