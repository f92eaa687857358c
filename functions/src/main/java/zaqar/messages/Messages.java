// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import zaqar.dynamodb.OptimisticRetry;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.encryption.Undecryptable;
import zaqar.http.Problem;
import zaqar.messages.AvailableMessages.Candidates;
import zaqar.messages.DraftParser.MessageDraft;
import zaqar.names.ClaimId;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.names.RequestId;
import zaqar.queues.HeadStore;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStateStore;
import zaqar.queues.QueueStateStore.Located;
import zaqar.queues.Queues;

/**
 * The rules for messages (contract 5). What has expired, or lies before the queue's {@code since},
 * does not exist.
 */
public final class Messages {
  /** The author of messages about deliveries that were given up. */
  public static final ClientId LETTERS_AUTHOR = ClientId.ofText("zaqar");

  private static final int POP_ROUNDS = 4;

  private final MessageStore store;
  private final QueueStateStore states;
  private final Posting posting;
  private final Listing listing;
  private final AvailableMessages head;
  private final Platform platform;

  /** Works on the message table; takes from the head of queues by way of {@code head}. */
  public Messages(
      Platform platform,
      QueueStateStore states,
      Queues queues,
      MessageStore store,
      AvailableMessages head,
      HeadStore heads,
      MessageIds ids) {
    this.store = store;
    this.states = states;
    this.platform = platform;
    this.head = head;
    posting = new Posting(platform, states, queues, store, head, ids);
    listing = new Listing(platform, store, heads);
  }

  /** What became of a request to delete one message. */
  enum Deletion {
    /** It is gone, or was never there. */
    GONE,
    /** A claim holds it, and the caller did not name that claim. */
    HELD,
    /** The caller named a claim that does not hold it. */
    WRONG_CLAIM
  }

  /**
   * Posts a message that tells of something that could not be delivered.
   *
   * @param request the one that posted what could not be delivered
   * @param hops that it has made
   * @param encrypted whether it is encrypted even if the queue does not ask for that
   */
  public void postLetter(
      QueueKey queue, String body, Optional<RequestId> request, int hops, boolean encrypted) {
    MessageDraft draft = new MessageDraft(body, OptionalLong.empty(), IntNode.valueOf(0));
    posting.post(
        new Posting.Post(queue, LETTERS_AUTHOR, request, hops, List.of(draft), 0, encrypted));
  }

  Posting.Posted post(Posting.Post post, Optional<IdempotencyKey> key) {
    return key.map(once -> posting.postOnce(post, once))
        .orElseGet(() -> new Posting.Posted(posting.post(post), false));
  }

  Listing.MessagePage list(QueueKey queue, Marker marker, Listing.Wanted wanted) {
    return listing.read(queue, marker, wanted);
  }

  /**
   * Takes up to {@code count} of the oldest available messages out of a queue for good: at most
   * once each, whatever happens to the answer (contract 5). Bodies are read first, so that no
   * deleted message can be missing from the answer. A pop that loses all candidates to others
   * searches again. A pop that wins some is done, so that nothing else can go wrong with those. A
   * message that cannot be decrypted stays, and is skipped.
   *
   * @throws Undecryptable if nothing else is there
   * @throws IllegalStateException if messages may be gone of which nobody will be told
   */
  List<Message> pop(QueueKey queue, int count) {
    int unreadable = 0;
    for (int round = 1; ; round++) {
      Candidates candidates = head.find(queue, count + unreadable, AvailableMessages.ANSWER_ROOM);
      try {
        List<Message> readable = store.loadReadable(candidates.place(), candidates.messages());
        List<Message> wanted = readable.subList(0, Math.min(count, readable.size()));
        List<Message> won = store.deleteIfUnchanged(candidates.place(), wanted);
        Map<MessageId, Instant> gone = new HashMap<>();
        won.forEach(message -> gone.put(message.id(), Instant.MAX));
        Set<MessageId> spared = Message.ids(candidates.messages());
        spared.removeAll(Message.ids(wanted));
        head.settle(candidates, gone, spared);
        boolean isEmpty = candidates.messages().isEmpty() && !candidates.isIncomplete();
        unreadable = candidates.messages().size() - readable.size();
        if (won.isEmpty() && unreadable > 0 && round == POP_ROUNDS) {
          throw new Undecryptable("no other message than such that cannot be decrypted");
        }
        if (!won.isEmpty() || isEmpty || round == POP_ROUNDS) {
          return won;
        }
      } finally {
        head.leave(candidates);
      }
    }
  }

  /**
   * The messages of these ids that exist, in this order, each once, whoever posted or holds them.
   */
  List<Message> get(QueueKey queue, Set<MessageId> ids) {
    Found found = find(queue, ids);
    List<Message> messages = found.messages();
    if (AvailableMessages.fitting(messages, AvailableMessages.ANSWER_ROOM).size()
        < messages.size()) {
      throw Problem.invalidRequest("These messages are too large for one answer; ask for fewer.");
    }
    return store.load(found.place(), messages);
  }

  /**
   * Messages, and where they are.
   *
   * @param now the earliest that they were asked for; it is known only after an answer
   */
  private record Found(QueueInPool place, List<Message> messages, Instant now) {}

  private Found find(QueueKey queue, Collection<MessageId> ids) {
    if (ids.isEmpty()) {
      return new Found(states.guessPlace(queue), List.of(), Instant.EPOCH);
    }
    Instant asked = platform.clock().instant();
    Located<List<Message>> located = states.readWith(queue, place -> store.get(place, ids));
    Instant now = platform.at(asked).earliest();
    return new Found(
        located.place(),
        located.found().stream().filter(message -> exists(message, located.state(), now)).toList(),
        now);
  }

  /** A body that is apart from its message, whether or not that is still there. */
  public Optional<StoredBody> bodyApart(QueueKey queue, MessageId id) {
    return store.bodyApart(states.read(queue).place(queue), id);
  }

  /**
   * A message's body as it was sent.
   *
   * @throws Undecryptable if it was encrypted and that cannot be undone
   */
  public String text(QueueKey queue, MessageId id, StoredBody body) {
    return store.text(queue, id, body);
  }

  /** A body as it is stored with a message of a queue, encrypted if that is wanted. */
  public StoredBody stored(QueueKey queue, MessageId id, String body, boolean isEncrypted) {
    return store
        .key(isEncrypted)
        .map(key -> StoredBody.of(body, key, queue, id))
        .orElseGet(() -> StoredBody.of(body));
  }

  private static boolean exists(Message message, QueueState state, Instant now) {
    return message.isLive(now) && message.id().ulid().compareTo(state.since()) >= 0;
  }

  /**
   * Deletes one message: freely if nobody holds it, else only for its claim. The delete goes beside
   * the read of the state, unless the time is not known before that.
   *
   * @param claim as sent; may be no claim id at all
   */
  Deletion delete(QueueKey queue, MessageId id, Optional<String> claim) {
    Instant asked = platform.clock().instant();
    Optional<ClaimId> holder = claim.flatMap(ClaimId::parse);
    Located<Refusal> located =
        states.readWithTime(
            queue,
            place -> {
              Instant now = platform.at(asked).earliest();
              Optional<Message> obstacle =
                  claim.isPresent() && holder.isEmpty()
                      ? store.deleteIfAbsent(place, id)
                      : store.deleteUnlessHeld(place, id, holder.orElse(null), now);
              return new Refusal(obstacle, now);
            });
    Optional<Message> obstacle = located.found().obstacle();
    Instant now = located.found().now();
    if (obstacle.isEmpty() || !exists(obstacle.get(), located.state(), now)) {
      return Deletion.GONE;
    }
    boolean isOthers = obstacle.get().isClaimed(now);
    boolean couldHold = claim.isEmpty() || holder.isPresent();
    return isOthers && couldHold ? Deletion.HELD : Deletion.WRONG_CLAIM;
  }

  /** What stands in the way of a delete, if anything does, judged by the time it was decided at. */
  private record Refusal(Optional<Message> obstacle, Instant now) {}

  /** Deletes messages whoever holds them; ids of nothing are deleted already. */
  void deleteAll(QueueKey queue, Set<MessageId> ids) {
    states.readWith(
        queue,
        place -> {
          store.deleteAll(place, ids);
          return true;
        });
  }

  /**
   * Deletes messages that these claims hold, all or none. Where one of them has changed since they
   * were read, they are read again, which tells whether it is gone or held by another claim.
   *
   * @throws Problem if one of them is not held by one of the claims
   */
  void deleteAll(QueueKey queue, Set<MessageId> ids, List<String> claims) {
    Set<ClaimId> holders = new LinkedHashSet<>();
    claims.forEach(claim -> ClaimId.parse(claim).ifPresent(holders::add));
    OptimisticRetry.untilDone(
        () -> {
          Found found = find(queue, ids);
          for (Message message : found.messages()) {
            if (message.holder(found.now()).filter(holders::contains).isEmpty()) {
              throw Problem.undeletable(
                  400, "Message " + message.id() + " is not held by any of the given claims.");
            }
          }
          return found.messages().isEmpty()
              || store.deleteIfStillHeld(found.place(), found.messages(), found.now());
        },
        () -> Problem.unavailable("Too many others change these messages."));
  }
}
