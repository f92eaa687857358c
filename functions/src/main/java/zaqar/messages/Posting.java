// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import zaqar.queues.QueueHead.Recheck;
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

  /** How long a post is known by its idempotency key. */
  private static final Duration KEY_LIFE = Duration.ofDays(1);

  private static final int KEY_ATTEMPTS = 5;

  private final QueueStateStore states;
  private final Queues queues;
  private final MessageStore store;
  private final PostStore posts;
  private final IdempotentPostStore once;
  private final AvailableMessages available;
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
      AvailableMessages available,
      MessageIds ids) {
    this.available = available;
    this.states = states;
    this.queues = queues;
    this.store = store;
    this.ids = ids;
    settings = platform.settings();
    parallel = platform.parallel();
    this.platform = platform;
    posts = new PostStore(platform);
    once = new IdempotentPostStore(platform);
    shedding = new LoadShedding(platform.clock(), platform.random());
  }

  /**
   * Queues of one shard whose newest id {@link #ids} has seen: from then on it needs no reading.
   */
  private final BoundedMap<QueueKey, Boolean> ordered = new BoundedMap<>(MOST_ORDERED);

  /**
   * What is posted.
   *
   * @param request by which request, as far as that is known
   * @param hops by how many deliveries of a Zaqar's
   * @param size of the request's body, in bytes
   * @param encrypted whether bodies are encrypted even if the queue does not ask for that
   */
  record Post(
      QueueKey queue,
      ClientId client,
      Optional<RequestId> request,
      int hops,
      List<MessageDraft> drafts,
      int size,
      boolean encrypted) {
    boolean isEncryptedIn(QueueState state) {
      return encrypted || state.reserved().encrypts();
    }
  }

  /** What has to be known before a message can be written. */
  private record Target(QueueState state, int shard, Ulid newest) {}

  /**
   * A post that was answered.
   *
   * @param isRepeat whether an earlier one stored it
   */
  record Posted(List<MessageId> ids, boolean isRepeat) {}

  /** Where messages go, and how long each of them lives. */
  private record Plan(Target place, List<Duration> ttls, List<Duration> delays) {}

  /** Messages that are about to be written. */
  private record Batch(
      QueueInPool where,
      int shard,
      List<MessageId> ids,
      List<MessageItems.Items> items,
      PostStore.Window window) {}

  /**
   * Posts messages, all or none.
   *
   * @return their ids, in the order of the drafts
   * @throws Problem if the queue does not take them, or the store did not confirm them in time
   */
  List<MessageId> post(Post post) {
    Batch batch = batch(post, plan(post));
    posts
        .append(batch.where(), batch.items(), batch.window())
        .ifPresent(
            failure -> {
              Problem problem = notStored(batch, failure);
              takeBack(batch.where(), batch.ids(), failure);
              throw problem;
            });
    shedding.succeeded(batch.where(), batch.shard());
    return batch.ids();
  }

  /**
   * Posts messages unless the same was posted with this key before, within {@link #KEY_LIFE} (P10).
   * Two write units for each message and two more, and a read; for a repeat the read, and the first
   * time two write units.
   *
   * @throws Problem as {@link #post}; if there are too many for a transaction; or if something else
   *     was posted with this key
   */
  Posted postOnce(Post post, IdempotencyKey key) {
    if (post.drafts().size() > IdempotentPostStore.MOST_MESSAGES) {
      throw Problem.invalidRequest(
          "A post with an %s may have %s messages at most."
              .formatted(IdempotencyKey.HEADER, IdempotentPostStore.MOST_MESSAGES));
    }
    for (int attempt = 0; attempt < KEY_ATTEMPTS; attempt++) {
      QueueInPool guess = states.guessPlace(post.queue());
      Parallel.Running<Optional<PostRecord>> reading = parallel.start(() -> once.get(guess, key));
      Plan plan = plan(post);
      QueueState state = plan.place().state();
      QueueInPool where = state.place(post.queue());
      Optional<PostRecord> found = where.equals(guess) ? reading.get() : once.get(where, key);
      Optional<PostRecord> standing =
          found.filter(record -> record.stands(state.life(), platform.now().earliest()));
      if (standing.isPresent()) {
        if (isAcknowledged(where, key, standing.get())) {
          return new Posted(standing.get().ids(), true);
        }
        continue;
      }
      Batch batch = batch(post, plan);
      if (isStoredFirst(batch, key, state.life(), found)) {
        return new Posted(batch.ids(), false);
      }
    }
    throw Problem.unavailable("Too many others post with this " + IdempotencyKey.HEADER + ".");
  }

  /**
   * Whether a post that was found is told to whoever posts it again. It may have landed late,
   * before a cursor: so claims are told to look.
   */
  private boolean isAcknowledged(QueueInPool where, IdempotencyKey key, PostRecord record) {
    if (!record.isOf(key)) {
      throw Problem.invalidRequest(
          "Another body was posted with this " + IdempotencyKey.HEADER + " before.");
    }
    if (record.state() != PostRecord.State.ACKNOWLEDGED) {
      available.announce(where.queue(), record.ids(), Recheck.AT_ONCE);
    }
    return once.acknowledge(where, key, record);
  }

  /** Whether this attempt is the one that is stored; if not, another one may have been. */
  private boolean isStoredFirst(
      Batch batch, IdempotencyKey key, long life, Optional<PostRecord> before) {
    Instant expiry = MessageItems.ceiling(platform.now().latest().plus(KEY_LIFE));
    PostRecord record =
        new PostRecord(key.fingerprint(), batch.ids(), PostRecord.State.STORED, life, expiry);
    posts
        .appendBodies(batch.where(), batch.items(), batch.window())
        .ifPresent(
            failure -> {
              throw notStored(batch, failure);
            });
    return switch (once.append(batch.where(), key, record, before, batch.items(), batch.window())) {
      case STORED -> {
        shedding.succeeded(batch.where(), batch.shard());
        yield true;
      }
      case OVERTAKEN -> false;
      case NO_ROOM -> {
        shedding.failed(batch.where(), batch.shard());
        throw notStored();
      }
      case UNCONFIRMED -> throw notStored();
    };
  }

  private static Problem notStored() {
    return Problem.unavailable("The messages could not be stored.");
  }

  private Problem notStored(Batch batch, PostStore.Failure failure) {
    if (failure.isForWantOfRoom()) {
      shedding.failed(batch.where(), batch.shard());
    }
    return notStored().because(failure.cause());
  }

  private Plan plan(Post post) {
    Target known = placeWithKey(post);
    ReservedMetadata rules = known.state().reserved();
    if (post.size() > rules.maxMessagesPostSize()) {
      throw Problem.invalidRequest(
          "Messages may not be larger than " + rules.maxMessagesPostSize() + " bytes in all.");
    }
    List<Duration> ttls = post.drafts().stream().map(draft -> ttl(draft, rules)).toList();
    List<Duration> delays = post.drafts().stream().map(draft -> delay(draft, rules)).toList();
    if (known.state().listed()) {
      return new Plan(known, ttls, delays);
    }
    queues.createLazily(post.queue());
    return new Plan(place(post), ttls, delays);
  }

  /** Makes ids and items of messages, for which the time runs from then on. */
  private Batch batch(Post post, Plan plan) {
    Target place = plan.place();
    QueueInPool where = place.state().place(post.queue());
    if (shedding.isActive(where, place.shard())) {
      throw Problem.unavailable("The queue takes no more messages at the moment.");
    }
    Duration longest =
        IntStream.range(0, post.drafts().size())
            .mapToObj(i -> QueueState.lifespan(plan.ttls().get(i), plan.delays().get(i)))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    states.allow(post.queue(), place.state(), longest);
    Optional<DataKey> key = store.key(post.isEncryptedIn(place.state()));
    PostStore.Window window = posts.open();
    Instant now = platform.now().latest();
    List<Ulid> ulids = ids.next(post.drafts().size(), place.newest());
    List<MessageItems.Items> items = new ArrayList<>();
    for (int i = 0; i < post.drafts().size(); i++) {
      items.add(
          MessageItems.write(
              where,
              new MessageItems.NewMessage(
                  new MessageId(ulids.get(i), place.shard()),
                  post.client(),
                  post.request(),
                  post.hops(),
                  Instant.ofEpochMilli(ulids.get(i).getTime()),
                  plan.ttls().get(i),
                  now.plus(plan.delays().get(i)),
                  0,
                  post.drafts().get(i).body(),
                  Optional.empty()),
              key,
              now));
    }
    List<MessageId> posted =
        ulids.stream().map(ulid -> new MessageId(ulid, place.shard())).toList();
    return new Batch(where, place.shard(), posted, items, window);
  }

  /** A key may take long to get; what was known of the place before is not taken for true then. */
  private Target placeWithKey(Post post) {
    Target place = place(post);
    if (!post.isEncryptedIn(place.state()) || store.hasKey()) {
      return place;
    }
    store.key(true);
    return place(post);
  }

  private Target place(Post post) {
    QueueKey queue = post.queue();
    ClientId client = post.client();
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
      List<Ulid> all =
          parallel.map(state.shardsOr(Optional.empty()), any -> store.newest(where, any));
      return new Target(state, shard, Collections.max(all));
    }
    boolean isRight = shard == guess && where.equals(guessed);
    return new Target(state, shard, isRight ? newest.get() : store.newest(where, shard));
  }

  /** Whether messages of this client may be newer in another shard, which was his until now. */
  private boolean hasJustGrown(QueueState state) {
    Instant settled = state.grown().plus(settings.writeDeadline()).plus(TimeBounds.MOST_OFF);
    return platform.now().earliest().isBefore(settled);
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
          "The %s of a message must be from %s to %s seconds."
              .formatted(field, least.toSeconds(), most.toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }
}
