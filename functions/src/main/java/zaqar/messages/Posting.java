// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import zaqar.cache.BoundedMap;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.encryption.DataKey;
import zaqar.http.JsonValues;
import zaqar.http.Problem;
import zaqar.messages.DraftParser.MessageDraft;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.names.RequestId;
import zaqar.queues.QueueState;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;
import zaqar.queues.ReservedMetadata;
import zaqar.settings.Limits;
import zaqar.settings.Settings;

/**
 * Posting (contract 5, design 4.3). Two round trips: the queue's state and the shard's newest id,
 * then the messages; one where this process alone posts and knows the state.
 */
final class Posting {
  private static final int MOST_ORDERED = 10_000;

  private final QueueStateStore states;
  private final Queues queues;
  private final MessageStore store;
  private final PostStore posts;
  private final LoadShedding shedding;
  private final MessageIds ids;
  private final Settings settings;
  private final Parallel parallel;
  private final Platform platform;

  Posting(
      Platform platform,
      QueueStateStore states,
      Queues queues,
      MessageStore store,
      MessageIds ids) {
    this.states = states;
    this.queues = queues;
    this.store = store;
    this.ids = ids;
    settings = platform.settings();
    parallel = platform.parallel();
    this.platform = platform;
    posts = new PostStore(platform);
    shedding = new LoadShedding(platform.clock(), platform.random());
  }

  /**
   * Queues of one shard whose newest id {@link #ids} has seen: from then on it needs no reading.
   */
  private final BoundedMap<QueueKey, Boolean> ordered = new BoundedMap<>(MOST_ORDERED);

  /**
   * Who posts.
   *
   * @param request by which request, as far as that is known
   * @param hops by how many deliveries of a Zaqar's
   */
  record Origin(ClientId client, Optional<RequestId> request, int hops) {}

  /** What has to be known before a message can be written. */
  private record Target(QueueState state, int shard, Ulid newest) {}

  /**
   * Posts messages, all or none.
   *
   * @param size of the request's body, in bytes
   * @param encrypted whether bodies are encrypted even if the queue does not ask for that
   * @return their ids, in the order of the drafts
   * @throws Problem if the queue does not take them, or the store did not confirm them in time
   */
  List<MessageId> post(
      QueueKey queue, Origin origin, List<MessageDraft> drafts, int size, boolean encrypted) {
    ClientId client = origin.client();
    Target known = placeWithKey(queue, client, encrypted);
    ReservedMetadata rules = known.state().reserved();
    if (size > rules.maxMessagesPostSize()) {
      throw Problem.invalidRequest(
          "Messages may not be larger than " + rules.maxMessagesPostSize() + " bytes in all.");
    }
    List<Duration> ttls = drafts.stream().map(draft -> ttl(draft, rules)).toList();
    List<Duration> delays = drafts.stream().map(draft -> delay(draft, rules)).toList();
    Target place = known.state().listed() ? known : placeInNew(queue, client);
    QueueInPool where = place.state().place(queue);
    if (shedding.isActive(where, place.shard())) {
      throw Problem.unavailable("The queue takes no more messages at the moment.");
    }
    states.allow(queue, place.state(), longest(ttls, delays));
    Optional<DataKey> key = store.key(encrypted || place.state().reserved().encrypts());
    PostStore.Window window = posts.open();
    Instant now = platform.now().latest();
    List<Ulid> ulids = ids.next(drafts.size(), place.newest());
    List<MessageItems.Items> items = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      items.add(
          MessageItems.write(
              where,
              new MessageItems.NewMessage(
                  new MessageId(ulids.get(i), place.shard()),
                  client,
                  origin.request(),
                  origin.hops(),
                  Instant.ofEpochMilli(ulids.get(i).getTime()),
                  ttls.get(i),
                  now.plus(delays.get(i)),
                  0,
                  drafts.get(i).body()),
              key,
              now));
    }
    List<MessageId> posted =
        ulids.stream().map(ulid -> new MessageId(ulid, place.shard())).toList();
    posts
        .append(where, items, window)
        .ifPresent(
            failure -> {
              if (failure.isForWantOfRoom()) {
                shedding.failed(where, place.shard());
              }
              takeBack(where, posted, failure);
              throw Problem.unavailable("The messages could not be stored.")
                  .because(failure.cause());
            });
    shedding.succeeded(where, place.shard());
    return posted;
  }

  private static Duration longest(List<Duration> ttls, List<Duration> delays) {
    return IntStream.range(0, ttls.size())
        .mapToObj(i -> QueueState.lifespan(ttls.get(i), delays.get(i)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** A key may take long to get; what was known of the place before is not taken for true then. */
  private Target placeWithKey(QueueKey queue, ClientId client, boolean encrypted) {
    Target place = place(queue, client);
    if (!(encrypted || place.state().reserved().encrypts()) || store.hasKey()) {
      return place;
    }
    store.key(true);
    return place(queue, client);
  }

  private Target placeInNew(QueueKey queue, ClientId client) {
    queues.createLazily(queue);
    return place(queue, client);
  }

  private Target place(QueueKey queue, ClientId client) {
    Optional<QueueState> recent =
        states.recent(queue).filter(state -> ordered.get(queue).isPresent());
    if (recent.isPresent()) {
      return new Target(recent.get(), recent.get().shardOf(client), Ulid.MIN);
    }
    int guess = states.guess(queue).map(state -> state.shardOf(client)).orElse(0);
    QueueInPool guessed = states.guessPlace(queue);
    Parallel.Running<Ulid> newest = parallel.start(() -> store.newest(guessed, guess));
    QueueState state = states.read(queue);
    QueueInPool where = state.place(queue);
    int shard = state.shardOf(client);
    if (!state.listed()) {
      return new Target(state, shard, Ulid.MIN);
    }
    if (state.shards() == 1) {
      ordered.put(queue, true);
    }
    if (hasJustGrown(state)) {
      return new Target(state, shard, newestOfAll(where, state));
    }
    boolean isRight = shard == guess && where.equals(guessed);
    return new Target(state, shard, isRight ? newest.get() : store.newest(where, shard));
  }

  /** Whether messages of this client may be newer in another shard, which was his until now. */
  private boolean hasJustGrown(QueueState state) {
    Instant settled = state.grown().plus(settings.writeDeadline()).plus(TimeBounds.MOST_OFF);
    return platform.now().earliest().isBefore(settled);
  }

  private Ulid newestOfAll(QueueInPool queue, QueueState state) {
    return parallel
        .map(state.shardsOr(Optional.empty()), shard -> store.newest(queue, shard))
        .stream()
        .max(Ulid::compareTo)
        .orElse(Ulid.MIN);
  }

  /**
   * Deletes what surely was written of a post that failed; what somebody has claimed by now is his.
   * What may still land is left: a delete that comes before it would delete nothing.
   */
  private void takeBack(QueueInPool queue, List<MessageId> posted, PostStore.Failure failure) {
    try {
      Instant now = platform.now().earliest();
      parallel.each(
          posted.stream().filter(id -> !failure.unconfirmed().contains(id.ulid())).toList(),
          id -> store.deleteUnlessHeld(queue, id, null, now));
    } catch (RuntimeException alsoFailed) {
      failure.cause().addSuppressed(alsoFailed);
    }
  }

  private Duration ttl(MessageDraft draft, ReservedMetadata rules) {
    Limits limits = settings.limits();
    if (draft.ttl().isEmpty()) {
      return rules.messageTtl();
    }
    return within("ttl", draft.ttl().getAsLong(), limits.minMessageTtl(), limits.maxMessageTtl());
  }

  private Duration delay(MessageDraft draft, ReservedMetadata rules) {
    if (draft.delay() == null || !(settings.delayInAllQueues() || rules.delays())) {
      return rules.messageDelay();
    }
    OptionalLong seconds = JsonValues.integer(draft.delay());
    if (seconds.isEmpty()) {
      throw Problem.invalidBody("The value of the \"delay\" field must be an integer.");
    }
    return within("delay", seconds.getAsLong(), Duration.ZERO, settings.limits().maxMessageDelay());
  }

  private static Duration within(String field, long seconds, Duration least, Duration most) {
    if (seconds < least.toSeconds() || seconds > most.toSeconds()) {
      throw Problem.invalidRequest(
          "The "
              + field
              + " of a message must be from "
              + least.toSeconds()
              + " to "
              + most.toSeconds()
              + " seconds.");
    }
    return Duration.ofSeconds(seconds);
  }
}
