package zaqar.messages;

import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Statements;
import zaqar.http.Problem;
import zaqar.names.ClaimId;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;

/**
 * The rules for messages (contract 5). What has expired, or lies before the queue's {@code since},
 * does not exist.
 */
public final class Messages {
  /** Who posts what tells of something that could not be delivered. */
  public static final ClientId LETTERS_AUTHOR = ClientId.ofText("zaqar");

  private final MessageStore store;
  private final QueueStates states;
  private final Posting posting;
  private final Listing listing;
  private final Pops pops;
  private final Parallel parallel;
  private final Platform platform;

  /** Works on the message table; takes from the head of queues by way of {@code heads}. */
  public Messages(
      Platform platform,
      QueueStates states,
      Queues queues,
      MessageStore store,
      Heads heads,
      MessageIds ids) {
    this.store = store;
    this.states = states;
    parallel = platform.parallel();
    this.platform = platform;
    posting = new Posting(platform, states, queues, store, ids);
    listing = new Listing(platform, store, states, heads.rescans());
    pops = new Pops(heads, store, new Statements(platform));
  }

  /** What became of a request to delete one message. */
  sealed interface Deletion {
    /** It is gone, or was never there. */
    record Gone() implements Deletion {}

    /** A claim holds it, and the caller did not name that claim. */
    record Held() implements Deletion {}

    /** The caller named a claim that does not hold it. */
    record WrongClaim() implements Deletion {}
  }

  /** Posts a message that tells of something that could not be delivered. */
  public void postLetter(QueueKey queue, String body) {
    Draft draft = new Draft(body, OptionalLong.empty(), IntNode.valueOf(0));
    posting.post(queue, LETTERS_AUTHOR, List.of(draft), 0);
  }

  List<MessageId> post(QueueKey queue, ClientId client, List<Draft> drafts, int size) {
    return posting.post(queue, client, drafts, size);
  }

  Listing.Page list(QueueKey queue, Marker marker, Listing.Wanted wanted) {
    return listing.read(queue, marker, wanted);
  }

  List<Message> pop(QueueKey queue, int count) {
    return pops.pop(queue, count);
  }

  /**
   * The messages of these ids that exist, in this order, each once, whoever posted or holds them.
   */
  List<Message> get(QueueKey queue, Set<MessageId> ids) {
    List<Message> found = find(queue, ids, platform.now().earliest());
    if (Heads.fitting(found, Heads.ANSWER_ROOM).size() < found.size()) {
      throw Problem.invalidRequest("These messages are too large for one answer; ask for fewer.");
    }
    return store.load(queue, found);
  }

  private List<Message> find(QueueKey queue, Collection<MessageId> ids, Instant now) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Parallel.Running<List<Message>> found = parallel.start(() -> store.get(queue, ids));
    QueueState state = states.read(queue);
    return found.get().stream().filter(message -> exists(message, state, now)).toList();
  }

  private static boolean exists(Message message, QueueState state, Instant now) {
    return message.isLive(now) && message.id().ulid().compareTo(state.since()) >= 0;
  }

  /**
   * Deletes one message: freely if nobody holds it, else only for its claim.
   *
   * @param claim as sent; may be no claim id at all
   */
  Deletion delete(QueueKey queue, MessageId id, Optional<String> claim) {
    Instant now = platform.now().earliest();
    Optional<ClaimId> holder = claim.flatMap(ClaimId::parse);
    Parallel.Running<QueueState> state = parallel.start(() -> states.read(queue));
    Optional<Message> obstacle =
        claim.isPresent() && holder.isEmpty()
            ? store.deleteIfAbsent(queue, id)
            : store.deleteUnlessHeld(queue, id, holder.orElse(null), now);
    QueueState known = state.get();
    if (obstacle.isEmpty() || !exists(obstacle.get(), known, now)) {
      return new Deletion.Gone();
    }
    boolean isOthers = obstacle.get().isClaimed(now);
    boolean couldHold = claim.isEmpty() || holder.isPresent();
    return isOthers && couldHold ? new Deletion.Held() : new Deletion.WrongClaim();
  }

  /** Deletes messages whoever holds them; ids of nothing are deleted already. */
  void deleteAll(QueueKey queue, Set<MessageId> ids) {
    store.deleteAll(queue, ids);
  }

  /**
   * Deletes messages that these claims hold, all or none.
   *
   * @throws Problem if one of them is not held by one of the claims
   */
  void deleteAll(QueueKey queue, Set<MessageId> ids, List<String> claims) {
    Instant now = platform.now().earliest();
    Set<ClaimId> holders = new LinkedHashSet<>();
    claims.forEach(claim -> ClaimId.parse(claim).ifPresent(holders::add));
    List<Message> found = find(queue, ids, now);
    for (Message message : found) {
      if (message.holder(now).filter(holders::contains).isEmpty()) {
        throw Problem.undeletable(
            400, "Message " + message.id() + " is not held by any of the given claims.");
      }
    }
    if (!found.isEmpty() && !store.deleteIfStillHeld(queue, found, now)) {
      throw Problem.undeletable(400, "One of the messages has been claimed anew meanwhile.");
    }
  }
}
