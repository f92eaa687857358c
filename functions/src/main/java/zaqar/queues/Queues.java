// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.OptimisticRetry;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.TimeBounds;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Problem;
import zaqar.meter.Meter;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.queues.QueueStore.CommitResult;
import zaqar.settings.Limits;
import zaqar.settings.Settings;

/**
 * The rules for queues (contract 4). Queues are lazy: everything but PATCH works on one that does
 * not exist.
 */
public final class Queues {
  private static final int SCAN_PAGE = 100;

  /**
   * After how many read units the search for queues that a filter admits ends, wherever it is. A
   * query reads a megabyte at most, which is as many: so a search costs less than twice that.
   */
  static final int SEARCH_UNITS = 256;

  /** After how many read units a page of stats ends, wherever it is. */
  private static final int STATS_UNITS = 1024;

  private static final int STATS_AT_ONCE = 4;

  private static final int ATTEMPTS = 10;
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final QueueStore store;
  private final QueueStateStore states;
  private final QueueMessageStore messages;
  private final Settings settings;
  private final Platform platform;
  private final MetadataCheck check;
  private final MeasuredQueues measured;
  private final PoolCatalog catalog;
  private final BiConsumer<QueueKey, Instant> subscriptionsRemoval;

  /**
   * Keeps queues in the control table, and sweeps their messages out of the message table.
   *
   * @param catalog the pools
   * @param subscriptionsRemoval deletes all subscriptions of a queue that were made until then
   */
  public Queues(
      Platform platform,
      QueueStateStore states,
      PoolCatalog catalog,
      BiConsumer<QueueKey, Instant> subscriptionsRemoval) {
    this.catalog = catalog;
    this.subscriptionsRemoval = subscriptionsRemoval;
    this.states = states;
    settings = platform.settings();
    this.platform = platform;
    store = new QueueStore(platform, new ControlItems(platform), states);
    messages = new QueueMessageStore(platform);
    measured = new MeasuredQueues(platform, states);
    check = new MetadataCheck(settings.limits(), settings.encryption().masterKey().isPresent());
  }

  /**
   * A page of a listing.
   *
   * @param marker where the next one begins; empty if this one is, and there is no more to search
   * @param count of all queues, if it was asked for and they are not too many to count
   */
  record QueuePage(List<Queue> queues, Optional<String> marker, OptionalLong count) {}

  /**
   * Creates a queue.
   *
   * @return false if it exists, which then keeps its metadata
   * @throws Problem if the metadata's reserved part is wrong, or the project has no room
   */
  boolean create(QueueKey queue, ObjectNode metadata) {
    rejectFault(queue, metadata, Problem::invalidRequest);
    if (!catalog.isPinned()) {
      requireRoom(queue);
    }
    return createAnyhow(queue, metadata);
  }

  /**
   * Lets a queue be created only if it is there already, or its project may have one more. Without
   * a limit nothing is read; with one, the queue's state, and if need be as many queues as the
   * limit is. Nothing is locked meanwhile, so two creations at the same moment may both find the
   * last place free.
   */
  private void requireRoom(QueueKey queue) {
    int most = settings.limits().maxQueuesPerProject();
    if (most > 0 && !states.read(queue).listed() && store.hasAtLeast(most, queue.project())) {
      throw Problem.limitReached(
          "A project may have " + most + " queues (MaxQueuesPerProject).", RETRY_AFTER);
    }
  }

  private boolean createAnyhow(QueueKey queue, ObjectNode metadata) {
    enterIfMeasured(queue, metadata);
    return OptimisticRetry.until(
        () -> {
          int wanted = shardsWanted(metadata);
          OptionalInt growth =
              wanted == 1 ? OptionalInt.empty() : growth(states.read(queue).shards(), wanted);
          PoolTable pool = catalog.choose(queue, ReservedMetadata.flavor(metadata));
          return switch (store.createIfAbsent(queue, metadata, growth, pool)) {
            case DONE -> Optional.of(true);
            case QUEUE_DIFFERS -> Optional.of(false);
            case STATE_DIFFERS -> Optional.empty();
            case POOL_DIFFERS -> {
              catalog.forget();
              yield Optional.empty();
            }
          };
        },
        () -> tooManyOthers(queue));
  }

  private void enterIfMeasured(QueueKey queue, ObjectNode metadata) {
    if (ReservedMetadata.read(metadata, settings.limits()).isMeasured()) {
      measured.enter(queue);
    }
  }

  private static OptionalInt growth(int shards, int wanted) {
    return wanted > shards ? OptionalInt.of(wanted) : OptionalInt.empty();
  }

  private static Problem unknown(QueueKey queue) {
    return Problem.notFound(
        "Queue " + queue.name() + " does not exist in project " + queue.project());
  }

  private static Problem tooManyOthers(QueueKey queue) {
    return Problem.unavailable("Too many others change queue " + queue.name() + ".");
  }

  /** Creates a queue that a message is posted to, unless somebody else was faster. */
  public void createLazily(QueueKey queue) {
    create(queue, Json.object());
  }

  /** The state of a queue, which is created if need be: only then is it known where it is. */
  public QueueState created(QueueKey queue) {
    return created(queue, this::createLazily);
  }

  /** The same for dead letters, even beyond the limit: they would hold up who claims. */
  public QueueState createdForLetters(QueueKey queue) {
    return created(queue, letters -> createAnyhow(letters, Json.object()));
  }

  private QueueState created(QueueKey queue, Consumer<QueueKey> creation) {
    QueueState state = states.read(queue);
    if (state.listed()) {
      return state;
    }
    creation.accept(queue);
    return states.read(queue);
  }

  /**
   * The metadata as shown, defaults included; the same defaults for a queue that does not exist.
   */
  ObjectNode show(QueueKey queue) {
    return shown(store.get(queue).map(Queue::metadata).orElseGet(Json::object));
  }

  /** The retry policy that a queue sets for its subscriptions; missing if it sets none. */
  public JsonNode retryPolicy(QueueKey queue) {
    return store.get(queue).map(Queue::metadata).orElseGet(Json::object).path(RetryPolicy.OPTION);
  }

  ObjectNode shown(ObjectNode metadata) {
    return ReservedMetadata.shown(metadata, settings.limits());
  }

  /**
   * Lists a project's queues by name, after {@code marker}, reading on until the page is full, the
   * project ends, or a search has read {@link #SEARCH_UNITS}: the next page goes on from there.
   */
  QueuePage list(
      ProjectId project,
      Optional<String> marker,
      int limit,
      MetadataFilter filter,
      boolean withCount) {
    Limits limits = settings.limits();
    if (project.value().length() > limits.maxProjectIdLength()) {
      return new QueuePage(List.of(), Optional.empty(), OptionalLong.empty());
    }
    List<Queue> found = new ArrayList<>();
    String position = marker.orElse("");
    int pageSize = filter.parameters().isEmpty() ? limit : SCAN_PAGE;
    boolean more = true;
    double units = 0;
    while (more && found.size() < limit && units < SEARCH_UNITS) {
      QueueStore.Slice page = store.listAfter(project, position, pageSize);
      page.queues().stream().filter(filter::admits).forEach(found::add);
      more = page.more();
      units += page.units();
      position = page.queues().isEmpty() ? position : page.queues().getLast().name().value();
    }
    List<Queue> shown = found.subList(0, Math.min(limit, found.size()));
    Optional<String> last =
        shown.isEmpty() ? Optional.empty() : Optional.of(shown.getLast().name().value());
    boolean isUnfinished = more && found.size() < limit;
    return new QueuePage(
        shown,
        isUnfinished ? Optional.of(position).filter(name -> !name.isEmpty()) : last,
        withCount ? store.count(project) : OptionalLong.empty());
  }

  /**
   * Changes metadata.
   *
   * @return the metadata as shown, after the change
   * @throws Problem if the queue does not exist, or does not allow the change
   */
  ObjectNode patch(QueueKey queue, MetadataPatch patch) {
    return OptimisticRetry.until(
        () -> {
          Queue before = store.get(queue).orElseThrow(() -> unknown(queue));
          ObjectNode changed = patch.apply(before.metadata());
          rejectFault(queue, changed, Problem::invalidBody);
          enterIfMeasured(queue, changed);
          QueueState state = states.read(queue);
          catalog.requireSamePool(
              queue,
              state.pool(),
              ReservedMetadata.flavor(before.metadata()),
              ReservedMetadata.flavor(changed));
          int shards = state.shards();
          int wanted = shardsWanted(changed);
          if (wanted < shards && changed.has(ReservedMetadata.SHARDS)) {
            throw Problem.invalidBody(
                ReservedMetadata.SHARDS + " is " + shards + " and cannot be lowered.");
          }
          CommitResult result =
              store.replaceIfUnchanged(queue, before, changed, growth(shards, wanted));
          return Optional.of(shown(changed)).filter(done -> result == CommitResult.DONE);
        },
        () -> tooManyOthers(queue));
  }

  /**
   * Deletes a queue with all its messages and subscriptions; a queue that does not exist is deleted
   * already. One that was deleted is swept again: the first attempt may have ended before its
   * sweep. What came after the request began stays: another life of the queue, its messages, its
   * subscriptions.
   */
  void delete(QueueKey queue) {
    Instant asked = platform.clock().instant();
    OptionalLong life = OptionalLong.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      QueueState state = states.read(queue);
      TimeBounds began = platform.at(asked);
      if (!state.listed() || life.orElse(state.life()) != state.life()) {
        clear(queue, state, state.since(), began);
        return;
      }
      life = OptionalLong.of(state.life());
      Ulid since = settledBefore(began, state);
      Instant expiry = began.latest().plus(settings.limits().longestStay());
      if (store.deleteIfSameLife(queue, state, since, expiry) == CommitResult.DONE) {
        clear(queue, state, since, began);
        return;
      }
    }
    throw tooManyOthers(queue);
  }

  /** Removes what a life that is over has left behind. */
  private void clear(QueueKey queue, QueueState state, Ulid since, TimeBounds began) {
    subscriptionsRemoval.accept(queue, newest(began));
    try {
      sweep(queue, state, since, began);
    } finally {
      if (catalog.isPinned()) {
        states.erase(queue);
      }
    }
  }

  /** Nothing is left to sweep of a queue without a state, or where others have swept further. */
  private void sweep(QueueKey queue, QueueState state, Ulid since, TimeBounds began) {
    Ulid to = Ulid.max(newest(began).toEpochMilli());
    if (!since.equals(Ulid.MIN) && since.compareTo(to) <= 0) {
      messages.deleteAll(state.place(queue), state.shards(), since, to);
    }
  }

  /** Removes all messages, claimed and delayed ones too; the queue and its metadata stay. */
  void purge(QueueKey queue) {
    Instant asked = platform.clock().instant();
    QueueState state = states.read(queue);
    TimeBounds began = platform.at(asked);
    Ulid since = store.purgeBefore(queue, settledBefore(began, state));
    sweep(queue, state, since, began);
  }

  /** Removes all subscriptions, but for those that are made after the request began. */
  void purgeSubscriptions(QueueKey queue) {
    Instant asked = platform.clock().instant();
    states.read(queue);
    subscriptionsRemoval.accept(queue, newest(platform.at(asked)));
  }

  /** Nothing that was acknowledged before now is of a later time, whichever instance made it. */
  private static Instant newest(TimeBounds now) {
    return now.latest().plus(TimeBounds.MOST_OFF);
  }

  /** Counts messages; zeros for a queue that does not exist. */
  Stats stats(QueueKey queue) {
    Instant now = platform.clock().instant();
    return messages.count(queue, states.read(queue), now);
  }

  /**
   * Counts the messages of the first of these queues, at least of one: as many as {@link
   * #STATS_UNITS} last for. Some are counted at the same time, which may take more.
   */
  List<Stats> statsOf(List<QueueKey> page) {
    Meter meter = Meter.current();
    double before = meter.readUnits();
    List<Stats> all = new ArrayList<>();
    for (List<QueueKey> some : Chunks.of(page, STATS_AT_ONCE)) {
      if (meter.readUnits() - before >= STATS_UNITS) {
        break;
      }
      all.addAll(platform.parallel().map(some, this::stats));
    }
    return all;
  }

  /** Everything acknowledged with an earlier id was readable by now; never back. */
  private Ulid settledBefore(TimeBounds now, QueueState state) {
    Ulid settled = now.settled(settings.writeDeadline());
    return settled.compareTo(state.since()) > 0 ? settled : state.since();
  }

  private void rejectFault(QueueKey queue, ObjectNode metadata, Function<String, Problem> problem) {
    Optional<Problem> fault = check.fault(queue.name(), metadata).map(problem);
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  private static int shardsWanted(JsonNode metadata) {
    JsonNode shards = metadata.get(ReservedMetadata.SHARDS);
    return shards == null ? 1 : (int) JsonValues.integer(shards).orElse(1);
  }
}
