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
import zaqar.encryption.Undecryptable;
import zaqar.messages.Head;
import zaqar.messages.Heads;
import zaqar.messages.Message;
import zaqar.messages.MessageStore;
import zaqar.meter.Meter;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.ReservedMetadata.DeadLetters;

/**
 * The making of one claim. Usually one round: look at the head of the queue, then write the claim
 * and take its messages in one moment. Who loses some to other instances looks again, further off
 * each time, so that they stop meeting.
 */
final class Taking {
  private static final int ROUNDS = 6;

  private final Heads heads;
  private final ClaimStore store;
  private final HoldStore holds;
  private final Releases releases;
  private final BodyLives bodies;
  private final MessageStore messages;
  private final DeadLetterStore deadLetters;
  private final Parallel parallel;

  Taking(
      Platform platform,
      Heads heads,
      ClaimStore store,
      HoldStore holds,
      Releases releases,
      BodyLives bodies,
      MessageStore messages,
      DeadLetterStore deadLetters) {
    this.heads = heads;
    this.store = store;
    this.holds = holds;
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
      return Heads.ANSWER_ROOM - won.stream().mapToLong(Message::bodyLength).sum();
    }
  }

  /**
   * A claim on up to {@code limit} messages; empty if there was nothing to take. What cannot be
   * decrypted is held as well, so that it stands in nobody's way, and not shown.
   *
   * @throws Undecryptable if nothing else could be taken
   */
  Optional<Claim> take(QueueKey queue, ClaimId id, Terms terms, int limit) {
    Progress progress = new Progress();
    try {
      takeInRounds(queue, id, terms, limit, progress);
    } catch (RuntimeException failure) {
      if (progress.won.isEmpty()) {
        giveBack(id, progress, failure);
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

  /** Nobody will be told of this claim, so it should hold nothing. */
  private void giveBack(ClaimId id, Progress progress, RuntimeException failure) {
    if (progress.place == null) {
      return;
    }
    try {
      releases.release(progress.place, id, List.copyOf(progress.candidates));
    } catch (RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private void takeInRounds(QueueKey queue, ClaimId id, Terms terms, int limit, Progress progress) {
    for (int round = 0; round < ROUNDS && progress.slotsUsed < limit; round++) {
      int before = progress.slotsUsed;
      int past = progress.stuck.size();
      try (Head head = heads.find(queue, limit - before + past, progress.room())) {
        tryAll(head, id, terms, limit - before, progress);
        boolean lostSome = progress.slotsUsed - before + past < head.candidates().size();
        if (!lostSome && !head.isCrowded()) {
          break;
        }
      }
    }
  }

  private void tryAll(Head head, ClaimId id, Terms terms, int most, Progress progress) {
    Optional<DeadLetters> limit = head.state().reserved().deadLetters();
    List<Message> exhausted =
        messages.loadReadable(
            head.place(),
            head.candidates().stream()
                .filter(m -> !progress.stuck.contains(m.id()))
                .filter(m -> limit.filter(l -> m.claimCount() >= l.maxClaimCount()).isPresent())
                .toList());
    Set<MessageId> moving = exhausted.stream().map(Message::id).collect(Collectors.toSet());
    List<Message> candidates =
        head.candidates().stream()
            .filter(message -> !moving.contains(message.id()))
            .filter(message -> !progress.stuck.contains(message.id()))
            .limit(most)
            .toList();
    Map<MessageId, Instant> gone = new HashMap<>();
    if (!exhausted.isEmpty()) {
      DeadLetterStore.Moves moves =
          deadLetters.moveIfFree(head.place(), exhausted, limit.orElseThrow(), head.now());
      moves.moved().forEach(moved -> gone.put(moved, Instant.MAX));
      progress.stuck.addAll(moves.stuck());
    }
    int unreadable = progress.unreadable;
    if (!candidates.isEmpty()) {
      hold(head, id, terms, candidates, progress, limit.isPresent())
          .forEach(m -> gone.put(m.id(), m.claimedUntil()));
    }
    progress.slotsUsed += gone.size() - (progress.unreadable - unreadable);
    head.settle(gone, progress.stuck);
  }

  /** Writes the claim and takes its messages, both at the same time. */
  private List<Message> hold(
      Head head,
      ClaimId id,
      Terms terms,
      List<Message> candidates,
      Progress progress,
      boolean counted) {
    QueueInPool place = head.place();
    progress.place = place;
    bodies.extend(place, candidates, terms, head.now().latest());
    candidates.forEach(message -> progress.candidates.add(message.id()));
    progress.since = head.now().earliest();
    ClaimStore.Stored stored =
        new ClaimStore.Stored(List.copyOf(progress.candidates), terms.ttl(), progress.since);
    Parallel.Running<Boolean> writing =
        parallel.start(
            () -> {
              store.put(place, id, stored);
              return true;
            });
    List<Message> won = holds.take(place, id, terms, candidates, counted, head.now());
    writing.get();
    List<Message> readable = messages.loadReadable(place, won);
    progress.won.addAll(readable);
    progress.unreadable += won.size() - readable.size();
    return won;
  }
}
