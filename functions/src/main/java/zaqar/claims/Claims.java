package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.Moment;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.encryption.Undecryptable;
import zaqar.messages.Heads;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.Hints;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;

/**
 * The rules for claims (contract 6, design 4.5). A claim is what its messages say: it lives while
 * one of them carries its id and its time has not run out; its own item only tells where to look.
 */
public final class Claims {
  private final ClaimStore store;
  private final HoldStore holds;
  private final Releases releases;
  private final BodyLives bodies;
  private final Taking taking;
  private final MessageStore messages;
  private final QueueStates states;
  private final Parallel parallel;
  private final Platform platform;
  private final RandomGenerator random;

  /** Takes from the head of queues by way of {@code heads}. */
  public Claims(
      Platform platform,
      QueueStates states,
      Queues queues,
      Hints hints,
      MessageStore messages,
      Heads heads,
      MessageIds ids) {
    this.messages = messages;
    this.states = states;
    parallel = platform.parallel();
    this.platform = platform;
    random = platform.random();
    store = new ClaimStore(platform);
    holds = new HoldStore(new Statements(platform));
    releases = new Releases(platform, holds, hints);
    bodies = new BodyLives(platform);
    DeadLetterStore deadLetters = new DeadLetterStore(platform, states, queues, messages, ids);
    taking = new Taking(platform, heads, store, holds, releases, bodies, messages, deadLetters);
  }

  /**
   * Claims up to {@code limit} of the oldest available messages; empty if there is nothing to
   * claim.
   */
  Optional<Claim> create(QueueKey queue, Terms terms, int limit) {
    ClaimId id = new ClaimId(new Ulid(random.nextLong(), random.nextLong()));
    return taking.take(queue, id, terms, limit);
  }

  /**
   * The claim with what it still holds, bodies included; without what cannot be decrypted.
   *
   * @throws Undecryptable if it holds nothing else
   */
  Optional<Claim> get(QueueKey queue, ClaimId id) {
    Instant asked = platform.clock().instant();
    Located located = locate(queue, id);
    return held(located, id, platform.at(asked).earliest())
        .map(claim -> new Claim(id, claim.ttl(), claim.since(), readable(located, claim)));
  }

  private List<Message> readable(Located located, Claim claim) {
    List<Message> readable = messages.loadReadable(located.place(), claim.messages());
    if (readable.isEmpty()) {
      throw new Undecryptable("the claim holds nothing that can be decrypted");
    }
    return readable;
  }

  /** What is stored of a claim, and where, and which of its messages may still be there. */
  private record Located(QueueInPool place, Ulid since, Optional<ClaimStore.Stored> stored) {}

  private Located locate(QueueKey queue, ClaimId id) {
    Parallel.Running<QueueState> reading = parallel.start(() -> states.read(queue));
    QueueInPool guess = states.guessPlace(queue);
    Optional<ClaimStore.Stored> guessed = store.get(guess, id);
    QueueState state = reading.get();
    QueueInPool place = state.place(queue);
    return new Located(place, state.since(), place.equals(guess) ? guessed : store.get(place, id));
  }

  private Optional<Claim> held(Located located, ClaimId id, Instant now) {
    Optional<ClaimStore.Stored> stored = located.stored();
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Message> held =
        messages.get(located.place(), stored.get().candidates()).stream()
            .filter(message -> message.isHeldBy(id, now))
            .filter(message -> message.id().ulid().compareTo(located.since()) >= 0)
            .map(Message::requireKnown)
            .sorted(Comparator.comparing(Message::id))
            .toList();
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim(id, stored.get().ttl(), stored.get().since(), held));
  }

  /**
   * Renews a claim from now on, for what it still holds. If that makes it end sooner, its messages
   * may come back sooner than the queue's hint says, and the hint is lowered. The claim's item goes
   * last: whoever tries a renewal again after a lost answer does all of it again.
   *
   * @return false if there is no such claim, or it held nothing any more
   */
  boolean renew(QueueKey queue, ClaimId id, Terms terms) {
    Instant asked = platform.clock().instant();
    Located located = locate(queue, id);
    Moment now = platform.at(asked);
    Optional<Claim> claim = held(located, id, now.earliest());
    if (claim.isEmpty()) {
      return false;
    }
    QueueInPool place = located.place();
    List<Message> held = claim.get().messages();
    List<MessageId> candidates = held.stream().map(Message::id).toList();
    bodies.extend(place, held, terms, now.latest());
    boolean isSooner = isSooner(claim.get(), terms.end(now.latest()));
    boolean isRenewed;
    try {
      isRenewed = holds.renew(place, id, terms, held, now);
    } finally {
      if (isSooner) {
        releases.announce(place, candidates);
      }
    }
    store.put(place, id, new ClaimStore.Stored(candidates, terms.ttl(), now.earliest()));
    return isRenewed;
  }

  /** Whether a claim ended later so far, for one of its messages or by its own item. */
  private static boolean isSooner(Claim claim, Instant end) {
    return end.isBefore(claim.since().plus(claim.ttl()))
        || claim.messages().stream().anyMatch(message -> end.isBefore(message.claimedUntil()));
  }

  /**
   * Gives a claim's messages back. First they are freed, then the hint is lowered, and the claim's
   * item goes last: whoever tries a release again after a lost answer does all of it again.
   */
  void release(QueueKey queue, ClaimId id) {
    Located located = locate(queue, id);
    if (located.stored().isPresent()) {
      releases.release(located.place(), id, located.stored().get().candidates());
      store.delete(located.place(), id);
    }
  }
}
