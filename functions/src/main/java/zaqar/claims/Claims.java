package zaqar.claims;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.claims.ClaimedMessageStore.Renewal;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.Statements;
import zaqar.dynamodb.TimeBounds;
import zaqar.encryption.Undecryptable;
import zaqar.messages.AvailableMessages;
import zaqar.messages.Message;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;

/**
 * The rules for claims (contract 6, design 4.5). A claim is what its messages say: it lives while
 * one of them carries its id and its time has not run out; its own item only tells where to look.
 */
public final class Claims {
  /** How often a renewal begins anew because another one came first. */
  private static final int RENEWALS = 8;

  private final ClaimStore store;
  private final ClaimedMessageStore held;
  private final ClaimRelease releases;
  private final BodyExpiryStore bodies;
  private final ClaimCreation creation;
  private final AvailableMessages head;
  private final MessageStore messages;
  private final QueueStates states;
  private final Parallel parallel;
  private final Platform platform;
  private final RandomGenerator random;
  private final Redrive redrive;

  /** Takes from the head of queues by way of {@code head}. */
  public Claims(
      Platform platform,
      QueueStates states,
      Queues queues,
      MessageStore messages,
      AvailableMessages head,
      MessageIds ids) {
    this.messages = messages;
    this.states = states;
    parallel = platform.parallel();
    this.platform = platform;
    random = platform.random();
    this.head = head;
    store = new ClaimStore(platform);
    held = new ClaimedMessageStore(new Statements(platform));
    releases = new ClaimRelease(platform, held, head);
    bodies = new BodyExpiryStore(platform);
    MessageMoves moves = new MessageMoves(platform, states, messages, head, ids);
    redrive = new Redrive(platform, states, queues, head, messages, moves);
    creation =
        new ClaimCreation(
            platform,
            states,
            head,
            store,
            held,
            releases,
            bodies,
            messages,
            new DeadLetterStore(states, queues, moves));
  }

  /** Dead letters on their way back. */
  Redrive redrive() {
    return redrive;
  }

  /**
   * Claims up to {@code limit} of the oldest available messages; empty if there is nothing to
   * claim.
   */
  Optional<Claim> create(QueueKey queue, ClaimTerms terms, int limit) {
    ClaimId id = new ClaimId(new Ulid(random.nextLong(), random.nextLong()));
    return creation.take(queue, id, terms, limit);
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
  private record Located(QueueState state, QueueInPool place, Optional<ClaimStore.Stored> stored) {}

  private Located locate(QueueKey queue, ClaimId id) {
    Parallel.Running<QueueState> reading = parallel.start(() -> states.read(queue));
    QueueInPool guess = states.guessPlace(queue);
    Optional<ClaimStore.Stored> guessed = store.get(guess, id);
    QueueState state = reading.get();
    QueueInPool place = state.place(queue);
    return new Located(state, place, place.equals(guess) ? guessed : store.get(place, id));
  }

  private Optional<Claim> held(Located located, ClaimId id, Instant now) {
    Optional<ClaimStore.Stored> stored = located.stored();
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Message> held =
        messages.get(located.place(), stored.get().candidates()).stream()
            .filter(message -> message.isHeldBy(id, now))
            .filter(message -> message.id().ulid().compareTo(located.state().since()) >= 0)
            .map(Message::requireKnown)
            .sorted(Comparator.comparing(Message::id))
            .toList();
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim(id, stored.get().ttl(), stored.get().since(), held));
  }

  /**
   * Renews a claim from now on, for what it still holds. If that makes it end sooner, its messages
   * come back sooner than they would have, which is announced. The claim's item goes last: whoever
   * tries a renewal again after a lost answer does all of it again.
   *
   * @return false if there is no such claim, or it held nothing any more
   * @throws IllegalStateException if others renew it all the time
   */
  boolean renew(QueueKey queue, ClaimId id, ClaimTerms terms) {
    for (int attempt = 0; attempt < RENEWALS; attempt++) {
      Instant asked = platform.clock().instant();
      Located located = locate(queue, id);
      TimeBounds now = platform.at(asked);
      Optional<Claim> claim = held(located, id, now.earliest());
      if (claim.isEmpty()) {
        return false;
      }
      Renewal renewal = renew(located, claim.get(), terms, now);
      if (renewal != Renewal.OVERTAKEN) {
        return renewal == Renewal.DONE;
      }
    }
    throw new IllegalStateException("a claim is renewed by others all the time");
  }

  private Renewal renew(Located located, Claim claim, ClaimTerms terms, TimeBounds now) {
    QueueInPool place = located.place();
    List<MessageId> ids = claim.messages().stream().map(Message::id).toList();
    states.allow(place.queue(), located.state(), terms.lifespan(claim.messages(), now.latest()));
    bodies.extend(place, claim.messages(), terms, now.latest());
    Instant end = terms.end(now.latest());
    List<Supplier<Renewal>> writes = new ArrayList<>();
    writes.add(() -> held.renew(place, claim.id(), terms, claim.messages(), now));
    if (isSooner(claim, end)) {
      writes.add(() -> announce(place, ids, end));
    }
    Renewal renewal = parallel.all(writes).getFirst();
    if (renewal != Renewal.OVERTAKEN) {
      store.put(place, claim.id(), new ClaimStore.Stored(ids, terms.ttl(), now.earliest()));
    }
    return renewal;
  }

  private Renewal announce(QueueInPool place, List<MessageId> ids, Instant end) {
    head.announce(place.queue(), ids, end);
    return Renewal.DONE;
  }

  /** Whether a claim ended later so far, for one of its messages or by its own item. */
  private static boolean isSooner(Claim claim, Instant end) {
    return end.isBefore(claim.since().plus(claim.ttl()))
        || claim.messages().stream().anyMatch(message -> end.isBefore(message.claimedUntil()));
  }

  /**
   * Gives a claim's messages back. First they are freed, then that is announced, and the claim's
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
