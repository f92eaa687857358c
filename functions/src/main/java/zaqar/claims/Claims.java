// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import zaqar.claims.ClaimedMessageStore.ClaimTerms;
import zaqar.claims.ClaimedMessageStore.Renewal;
import zaqar.claims.MessageMoveStore.Moves;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.encryption.Undecryptable;
import zaqar.messages.AvailableMessages;
import zaqar.messages.AvailableMessages.Candidates;
import zaqar.messages.DeadLetter;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueHead.Recheck;
import zaqar.queues.QueueStateStore;
import zaqar.queues.QueueStateStore.Located;
import zaqar.queues.Queues;
import zaqar.queues.ReservedMetadata.DeadLetters;

/**
 * The rules for claims (contract 6, design 4.5). The messages decide: a claim lives while one of
 * them carries its id and its time has not run out. The claim's own item only says where to look.
 */
public final class Claims {
  /** How often a claim searches for messages. */
  private static final int ROUNDS = 6;

  /** How often a renewal begins anew because another one came first. */
  private static final int RENEWALS = 8;

  /**
   * A claim: it lives as long as a message carries its id and its time has not run out.
   *
   * @param since when it was created, or renewed last
   * @param messages what it still holds, in order
   */
  record Claim(ClaimId id, Duration ttl, Instant since, List<Message> messages) {
    /** Whole seconds since creation or renewal. */
    long age(Instant now) {
      return Math.max(0, Duration.between(since, now).toSeconds());
    }
  }

  private final ClaimStore store;
  private final ClaimedMessageStore held;
  private final MessageMoveStore moves;
  private final AvailableMessages available;
  private final MessageStore messages;
  private final QueueStateStore states;
  private final Queues queues;
  private final Parallel parallel;
  private final Platform platform;
  private final Redrive redrive;

  /** Takes from the head of queues by way of {@code available}. */
  public Claims(
      Platform platform,
      QueueStateStore states,
      Queues queues,
      MessageStore messages,
      AvailableMessages available,
      MessageIds ids) {
    this.messages = messages;
    this.states = states;
    this.queues = queues;
    parallel = platform.parallel();
    this.platform = platform;
    this.available = available;
    store = new ClaimStore(platform.dynamoDb());
    held = new ClaimedMessageStore(platform);
    moves = new MessageMoveStore(platform, states, messages, available, ids);
    redrive = new Redrive(platform, queues, available, messages, moves);
  }

  Redrive redrive() {
    return redrive;
  }

  /** A claim in the making: what it tried and what it has. */
  private final class Attempt {
    private final ClaimId id;
    private final ClaimTerms terms;
    private final Set<MessageId> candidates = new LinkedHashSet<>();
    private final List<Message> won = new ArrayList<>();
    private int slotsUsed;
    private int unreadable;

    /** Claimed too often, and not to be moved at the moment: they are looked past. */
    private final Set<MessageId> stuck = new HashSet<>();

    private Instant since = Instant.EPOCH;
    private @Nullable QueueInPool place;

    private Attempt(ClaimId id, ClaimTerms terms) {
      this.id = id;
      this.terms = terms;
    }

    private void takeInRounds(QueueKey queue, int limit) {
      for (int round = 0; round < ROUNDS && slotsUsed < limit; round++) {
        int before = slotsUsed;
        int past = stuck.size();
        long taken = won.stream().mapToLong(Message::bodyLength).sum();
        long room = AvailableMessages.ANSWER_ROOM - taken;
        Candidates found = available.find(queue, limit - before + past, room);
        try {
          tryAll(found, limit - before);
          boolean lostSome = slotsUsed - before + past < found.messages().size();
          if (!lostSome && !found.isIncomplete()) {
            break;
          }
        } finally {
          available.leave(found);
        }
      }
    }

    private void tryAll(Candidates found, int most) {
      Optional<DeadLetters> limit = found.state().reserved().deadLetters();
      List<Message> open = found.messages().stream().filter(m -> !stuck.contains(m.id())).toList();
      List<Message> exhausted =
          messages.loadReadable(
              found.place(),
              open.stream()
                  .filter(m -> limit.filter(l -> m.claimCount() >= l.maxClaimCount()).isPresent())
                  .toList());
      Set<MessageId> moving = Message.ids(exhausted);
      List<Message> wanted =
          open.stream().filter(m -> !moving.contains(m.id())).limit(most).toList();
      Map<MessageId, Instant> gone = new HashMap<>();
      if (!exhausted.isEmpty()) {
        Moves tried = moveIfFree(found.place(), exhausted, limit.orElseThrow(), found.now());
        tried.moved().forEach(moved -> gone.put(moved, Instant.MAX));
        stuck.addAll(tried.stuck());
      }
      int unreadableBefore = unreadable;
      if (!wanted.isEmpty()) {
        hold(found, wanted, limit.isPresent()).forEach(m -> gone.put(m.id(), m.claimedUntil()));
      }
      slotsUsed += gone.size() - (unreadable - unreadableBefore);
      Set<MessageId> untried = Message.ids(found.messages());
      untried.removeAll(Message.ids(wanted));
      untried.removeAll(moving);
      untried.addAll(stuck);
      available.settle(found, gone, untried);
    }

    /**
     * Writes the claim and takes its messages, in the first round at the same time. In later rounds
     * the claim's item is written first. If that write failed after messages were taken, no item
     * would name them, and no release could reach them.
     */
    private List<Message> hold(Candidates found, List<Message> wanted, boolean counted) {
      QueueInPool at = found.place();
      TimeBounds now = found.now();
      boolean isFirst = candidates.isEmpty();
      Set<MessageId> all = new LinkedHashSet<>(candidates);
      wanted.forEach(message -> all.add(message.id()));
      ClaimStore.Stored stored =
          new ClaimStore.Stored(List.copyOf(all), terms.ttl(), now.earliest());
      states.allow(found.queue(), found.state(), terms.lifespan(wanted, now.latest()));
      held.extendBodies(at, wanted, terms, now.latest());
      Parallel.Running<Boolean> writing =
          parallel.start(
              () -> {
                store.put(at, id, stored);
                return true;
              });
      if (!isFirst) {
        writing.get();
      }
      place = at;
      candidates.addAll(all);
      since = now.earliest();
      List<Message> taken = take(at, wanted, counted, now);
      writing.get();
      List<Message> readable = messages.loadReadable(at, taken);
      won.addAll(readable);
      unreadable += taken.size() - readable.size();
      return taken;
    }

    /** Takes messages; those of which it is not known whether they were taken are looked up. */
    private List<Message> take(
        QueueInPool at, List<Message> wanted, boolean counted, TimeBounds now) {
      ClaimedMessageStore.Taken tried = held.take(at, id, terms, wanted, counted, now);
      List<Message> taken = new ArrayList<>(tried.won());
      messages.get(at, tried.doubtful()).stream()
          .filter(message -> message.isHeldBy(id, now.earliest()))
          .forEach(taken::add);
      if (taken.isEmpty() && !tried.doubtful().isEmpty()) {
        throw new IllegalStateException("the store did not take any message");
      }
      return taken;
    }

    /**
     * Gives back what the claim may hold and the answer will not contain. If that fails as well,
     * the claim's item still names it, so that a renewal or release reaches it.
     */
    private void giveBackRest(RuntimeException failure) {
      if (place == null) {
        return;
      }
      try {
        List<MessageId> rest = new ArrayList<>(candidates);
        won.forEach(message -> rest.remove(message.id()));
        giveBack(place, id, rest);
      } catch (RuntimeException alsoFailed) {
        failure.addSuppressed(alsoFailed);
      }
    }
  }

  /**
   * Claims up to {@code limit} of the oldest available messages; empty if there is nothing to take.
   * Usually this takes one round: the head of the queue is read, and then the claim's item and its
   * messages are written at the same time. A claim that loses messages to other instances searches
   * again, each time further from the head, so that the instances stop meeting. A message that
   * cannot be decrypted is held as well, so that it blocks nobody, and is not shown.
   *
   * @throws Undecryptable if nothing else could be taken
   */
  Optional<Claim> create(QueueKey queue, ClaimTerms terms, int limit) {
    RandomGenerator random = platform.random();
    ClaimId id = new ClaimId(new Ulid(random.nextLong(), random.nextLong()));
    Attempt attempt = new Attempt(id, terms);
    try {
      attempt.takeInRounds(queue, limit);
    } catch (RuntimeException failure) {
      attempt.giveBackRest(failure);
      if (attempt.won.isEmpty()) {
        throw failure;
      }
      Meter.current().warn("a later round of a claim failed", failure);
    }
    if (attempt.won.isEmpty() && attempt.unreadable > 0) {
      throw new Undecryptable("no other message than such that cannot be decrypted");
    }
    if (attempt.won.isEmpty() && !attempt.stuck.isEmpty()) {
      throw new IllegalStateException("no other message than such that could not be moved");
    }
    if (attempt.won.isEmpty()) {
      if (attempt.place != null) {
        store.delete(attempt.place, id);
      }
      return Optional.empty();
    }
    attempt.won.sort(Comparator.comparing(Message::id));
    return Optional.of(new Claim(id, terms.ttl(), attempt.since, attempt.won));
  }

  /**
   * Moves messages that nobody holds and that were claimed too often. They keep their count, and
   * say where they were. One that is about to end is left to its end, since the move could land
   * when that is over. Whatever keeps messages from moving is left to a later claim, with a
   * warning: it must not keep the others in their queue from being claimed.
   *
   * @param exhausted with their bodies
   */
  private Moves moveIfFree(
      QueueInPool queue, List<Message> exhausted, DeadLetters deadLetters, TimeBounds now) {
    QueueKey from = queue.queue();
    QueueKey letters = from.sibling(deadLetters.queue());
    List<Message> lasting =
        exhausted.stream().filter(message -> message.outlastsWrites(now.latest())).toList();
    try {
      return moves.move(
          queue,
          lasting,
          letters,
          queues.createdForLetters(letters),
          message ->
              new MessageMoveStore.Terms(
                  deadLetters.ttl().orElse(message.ttl()),
                  message.claimCount(),
                  Optional.of(new DeadLetter(from.name(), message.claimCount(), message.ttl()))),
          now);
    } catch (RuntimeException failure) {
      Meter.current().warn("a dead letter could not be moved", failure);
      return new Moves(Set.of(), Message.ids(lasting));
    }
  }

  /**
   * The claim with what it still holds, bodies included; without what cannot be decrypted.
   *
   * @throws Undecryptable if it holds nothing else
   */
  Optional<Claim> get(QueueKey queue, ClaimId id) {
    Instant asked = platform.clock().instant();
    Located<Optional<ClaimStore.Stored>> located = locate(queue, id);
    return held(located, id, platform.at(asked).earliest())
        .map(
            claim -> {
              List<Message> readable = messages.loadReadable(located.place(), claim.messages());
              if (readable.isEmpty()) {
                throw new Undecryptable("the claim holds nothing that can be decrypted");
              }
              return new Claim(id, claim.ttl(), claim.since(), readable);
            });
  }

  private Located<Optional<ClaimStore.Stored>> locate(QueueKey queue, ClaimId id) {
    return states.readWith(queue, place -> store.get(place, id));
  }

  private Optional<Claim> held(
      Located<Optional<ClaimStore.Stored>> located, ClaimId id, Instant now) {
    Optional<ClaimStore.Stored> stored = located.found();
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Message> held =
        messages.get(located.place(), stored.get().candidates()).stream()
            .filter(message -> message.isHeldBy(id, now))
            .filter(message -> message.id().ulid().compareTo(located.state().since()) >= 0)
            .sorted(Comparator.comparing(Message::id))
            .toList();
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim(id, stored.get().ttl(), stored.get().since(), held));
  }

  /**
   * Renews a claim from now on, for what it still holds. If that makes it end sooner, its messages
   * come back sooner than they would have, which is announced. The claim's item goes last: whoever
   * tries a renewal again after a lost answer does all of it again. It counts from when it has read
   * the claim's messages: counted from when it asked, a renewal whose read is late would shorten
   * what it has read of another one.
   *
   * @return false if there is no such claim, or it held nothing any more
   * @throws IllegalStateException if others renew it all the time
   */
  boolean renew(QueueKey queue, ClaimId id, ClaimTerms terms) {
    for (int attempt = 0; attempt < RENEWALS; attempt++) {
      Located<Optional<ClaimStore.Stored>> located = locate(queue, id);
      Optional<Claim> claim = held(located, id, platform.now().earliest());
      if (claim.isEmpty()) {
        return false;
      }
      TimeBounds now = platform.now();
      Renewal renewal = renew(located, claim.get(), terms, now);
      if (renewal != Renewal.OVERTAKEN) {
        return renewal == Renewal.DONE;
      }
    }
    throw new IllegalStateException("a claim is renewed by others all the time");
  }

  private Renewal renew(
      Located<Optional<ClaimStore.Stored>> located, Claim claim, ClaimTerms terms, TimeBounds now) {
    QueueInPool place = located.place();
    List<MessageId> ids = claim.messages().stream().map(Message::id).toList();
    states.allow(place.queue(), located.state(), terms.lifespan(claim.messages(), now.latest()));
    held.extendBodies(place, claim.messages(), terms, now.latest());
    Instant end = terms.end(now.latest());
    Parallel.Running<Renewal> renewing =
        parallel.start(() -> held.renew(place, claim.id(), terms, claim.messages(), now));
    boolean isSooner =
        end.isBefore(claim.since().plus(claim.ttl()))
            || claim.messages().stream().anyMatch(m -> end.isBefore(m.claimedUntil()));
    if (isSooner) {
      available.announce(place.queue(), ids, end);
    }
    Renewal renewal = renewing.get();
    if (renewal != Renewal.OVERTAKEN) {
      store.put(place, claim.id(), new ClaimStore.Stored(ids, terms.ttl(), now.earliest()));
    }
    return renewal;
  }

  /**
   * Gives a claim's messages back. First they are freed, then that is announced, and the claim's
   * item goes last: whoever tries a release again after a lost answer does all of it again.
   */
  void release(QueueKey queue, ClaimId id) {
    Located<Optional<ClaimStore.Stored>> located = locate(queue, id);
    if (located.found().isPresent()) {
      giveBack(located.place(), id, located.found().get().candidates());
      store.delete(located.place(), id);
    }
  }

  /** Frees what the claim holds of these messages, and then announces where they are. */
  private void giveBack(QueueInPool place, ClaimId id, List<MessageId> candidates) {
    List<MessageId> there = held.release(place, id, candidates, platform.clock().instant());
    available.announce(place.queue(), there, Recheck.AT_ONCE);
  }
}
