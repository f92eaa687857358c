// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.encryption.Undecryptable;
import zaqar.messages.AvailableMessages;
import zaqar.messages.Candidates;
import zaqar.messages.Message;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueStates;
import zaqar.queues.ReservedMetadata.DeadLetters;

/**
 * Creates one claim. Usually in one round: it looks at the head of the queue, then writes the claim
 * and takes its messages in one moment. A claim that loses some of them to other instances looks
 * again, further off each time, so that they stop meeting.
 */
final class ClaimCreation {
  private static final int ROUNDS = 6;

  private final QueueStates states;
  private final AvailableMessages head;
  private final ClaimStore store;
  private final ClaimedMessageStore held;
  private final ClaimRelease releases;
  private final BodyExpiryStore bodies;
  private final MessageStore messages;
  private final DeadLetterStore deadLetters;
  private final Parallel parallel;

  ClaimCreation(
      Platform platform,
      QueueStates states,
      AvailableMessages head,
      ClaimStore store,
      ClaimedMessageStore held,
      ClaimRelease releases,
      BodyExpiryStore bodies,
      MessageStore messages,
      DeadLetterStore deadLetters) {
    this.states = states;
    this.head = head;
    this.store = store;
    this.held = held;
    this.releases = releases;
    this.bodies = bodies;
    this.messages = messages;
    this.deadLetters = deadLetters;
    parallel = platform.parallel();
  }

  /** A claim in the making: what it tried and what it has. */
  private static final class Progress {
    private final Set<MessageId> candidates = new LinkedHashSet<>();
    private final List<Message> won = new ArrayList<>();
    private int slotsUsed;
    private int unreadable;

    /** Claimed too often, and not to be moved at the moment: they are looked past. */
    private final Set<MessageId> stuck = new HashSet<>();

    private Instant since = Instant.EPOCH;
    private @Nullable QueueInPool place;

    private long room() {
      return AvailableMessages.ANSWER_ROOM - won.stream().mapToLong(Message::bodyLength).sum();
    }
  }

  /**
   * A claim on up to {@code limit} messages; empty if there was nothing to take. What cannot be
   * decrypted is held as well, so that it stands in nobody's way, and not shown.
   *
   * @throws Undecryptable if nothing else could be taken
   */
  Optional<Claim> take(QueueKey queue, ClaimId id, ClaimTerms terms, int limit) {
    Progress progress = new Progress();
    try {
      takeInRounds(queue, id, terms, limit, progress);
    } catch (RuntimeException failure) {
      giveBackRest(id, progress, failure);
      if (progress.won.isEmpty()) {
        throw failure;
      }
      Meter.current().warn("a later round of a claim failed", failure);
    }
    if (progress.won.isEmpty() && progress.unreadable > 0) {
      throw new Undecryptable("no other message than such that cannot be decrypted");
    }
    if (progress.won.isEmpty() && !progress.stuck.isEmpty()) {
      throw new IllegalStateException("no other message than such that could not be moved");
    }
    if (progress.won.isEmpty()) {
      if (progress.place != null) {
        store.delete(progress.place, id);
      }
      return Optional.empty();
    }
    progress.won.sort(Comparator.comparing(Message::id));
    return Optional.of(new Claim(id, terms.ttl(), progress.since, progress.won));
  }

  /**
   * Gives back what the claim may hold and will not be answered. If that fails as well, the claim's
   * item still names it, so that a renewal or release reaches it.
   */
  private void giveBackRest(ClaimId id, Progress progress, RuntimeException failure) {
    if (progress.place == null) {
      return;
    }
    try {
      List<MessageId> rest = new ArrayList<>(progress.candidates);
      progress.won.forEach(message -> rest.remove(message.id()));
      releases.release(progress.place, id, rest);
    } catch (RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private void takeInRounds(
      QueueKey queue, ClaimId id, ClaimTerms terms, int limit, Progress progress) {
    for (int round = 0; round < ROUNDS && progress.slotsUsed < limit; round++) {
      int before = progress.slotsUsed;
      int past = progress.stuck.size();
      Candidates candidates = head.find(queue, limit - before + past, progress.room());
      try {
        tryAll(candidates, id, terms, limit - before, progress);
        boolean lostSome = progress.slotsUsed - before + past < candidates.messages().size();
        if (!lostSome && !candidates.isIncomplete()) {
          break;
        }
      } finally {
        head.leave(candidates);
      }
    }
  }

  private void tryAll(
      Candidates candidates, ClaimId id, ClaimTerms terms, int most, Progress progress) {
    Optional<DeadLetters> limit = candidates.state().reserved().deadLetters();
    List<Message> exhausted =
        messages.loadReadable(
            candidates.place(),
            candidates.messages().stream()
                .filter(m -> !progress.stuck.contains(m.id()))
                .filter(m -> limit.filter(l -> m.claimCount() >= l.maxClaimCount()).isPresent())
                .toList());
    Set<MessageId> moving = exhausted.stream().map(Message::id).collect(Collectors.toSet());
    List<Message> wanted =
        candidates.messages().stream()
            .filter(message -> !moving.contains(message.id()))
            .filter(message -> !progress.stuck.contains(message.id()))
            .limit(most)
            .toList();
    Map<MessageId, Instant> gone = new HashMap<>();
    if (!exhausted.isEmpty()) {
      DeadLetterStore.Moves moves =
          deadLetters.moveIfFree(
              candidates.place(), exhausted, limit.orElseThrow(), candidates.now());
      moves.moved().forEach(moved -> gone.put(moved, Instant.MAX));
      progress.stuck.addAll(moves.stuck());
    }
    int unreadable = progress.unreadable;
    if (!wanted.isEmpty()) {
      hold(candidates, id, terms, wanted, progress, limit.isPresent())
          .forEach(m -> gone.put(m.id(), m.claimedUntil()));
    }
    progress.slotsUsed += gone.size() - (progress.unreadable - unreadable);
    head.settle(candidates, gone, untried(candidates, wanted, moving, progress));
  }

  private static Set<MessageId> untried(
      Candidates candidates, List<Message> wanted, Set<MessageId> moving, Progress progress) {
    Set<MessageId> untried = new HashSet<>();
    candidates.messages().forEach(message -> untried.add(message.id()));
    wanted.forEach(message -> untried.remove(message.id()));
    untried.removeAll(moving);
    untried.addAll(progress.stuck);
    return untried;
  }

  /**
   * Writes the claim and takes its messages, the first time both in one moment. Later the claim's
   * item goes first: a message that is taken must not be in nobody's hands because the item that
   * would name it could not be written.
   */
  private List<Message> hold(
      Candidates candidates,
      ClaimId id,
      ClaimTerms terms,
      List<Message> wanted,
      Progress progress,
      boolean counted) {
    QueueInPool place = candidates.place();
    TimeBounds now = candidates.now();
    boolean isFirst = progress.candidates.isEmpty();
    Set<MessageId> all = new LinkedHashSet<>(progress.candidates);
    wanted.forEach(message -> all.add(message.id()));
    ClaimStore.Stored stored = new ClaimStore.Stored(List.copyOf(all), terms.ttl(), now.earliest());
    states.allow(candidates.queue(), candidates.state(), terms.lifespan(wanted, now.latest()));
    bodies.extend(place, wanted, terms, now.latest());
    Parallel.Running<Boolean> writing =
        parallel.start(
            () -> {
              store.put(place, id, stored);
              return true;
            });
    if (!isFirst) {
      writing.get();
    }
    progress.place = place;
    progress.candidates.addAll(all);
    progress.since = now.earliest();
    List<Message> won = taken(place, id, terms, wanted, counted, now);
    writing.get();
    List<Message> readable = messages.loadReadable(place, won);
    progress.won.addAll(readable);
    progress.unreadable += won.size() - readable.size();
    return won;
  }

  /** Takes messages; those of which it is not known whether they were taken are looked up. */
  private List<Message> taken(
      QueueInPool place,
      ClaimId id,
      ClaimTerms terms,
      List<Message> wanted,
      boolean counted,
      TimeBounds now) {
    ClaimedMessageStore.Taken taken = held.take(place, id, terms, wanted, counted, now);
    List<Message> won = new ArrayList<>(taken.won());
    messages.get(place, taken.doubtful()).stream()
        .filter(message -> message.isHeldBy(id, now.earliest()))
        .forEach(won::add);
    if (won.isEmpty() && !taken.doubtful().isEmpty()) {
      throw new IllegalStateException("the store did not take any message");
    }
    return won;
  }
}
