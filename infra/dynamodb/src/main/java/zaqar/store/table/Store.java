// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import zaqar.store.expression.Projection;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/**
 * All tables. Writes come one after the other under one lock, which they hold for microseconds;
 * reads do not wait, and see each item as some write has left it. What is on disk is there before a
 * write returns.
 */
public class Store implements AutoCloseable {
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What expired so long ago stays, as the developer guide says. */
  private static final Duration TOO_OLD = Duration.ofDays(5 * 365);

  /** How many items or changes are removed, or looked at, before others may write. */
  private static final int SOME = 500;

  private static final byte[] START = {};

  /** Whether the writes of this thread are parts of one call. */
  private static final ScopedValue<Boolean> IN_BATCH = ScopedValue.newInstance();

  private final Clock clock;
  private final Storage storage;
  private final Rows<Definition> definitions;
  private final Rows<Long> places;
  private final NavigableMap<String, Table> tables = new ConcurrentSkipListMap<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition changed = writing.newCondition();

  /** A store with no tables, in memory. */
  public Store(Clock clock) {
    this(clock, Storage.inMemory());
  }

  Store(Clock clock, Storage storage) {
    this.clock = clock;
    this.storage = storage;
    definitions = storage.open("tables", Forms.DEFINITION);
    places = storage.open("places", Forms.PLACE);
    definitions.upwards(START, true).forEachRemaining(each -> restore(each.getValue()));
    storage.sweep();
  }

  /**
   * The store in a folder, with what was left there.
   *
   * @param isSynchronous whether what was answered is to survive the end of the machine, and not
   *     that of the process alone
   * @throws IOException if the folder cannot be used, or another process uses it
   */
  public static Store onDisk(Clock clock, Path folder, boolean isSynchronous) throws IOException {
    return onDisk(clock, folder, isSynchronous, Duration.ofSeconds(2));
  }

  /** The same, with the time by which the file is behind its journal at most. */
  static Store onDisk(Clock clock, Path folder, boolean isSynchronous, Duration late)
      throws IOException {
    return new Store(clock, DiskStorage.open(folder, isSynchronous, late));
  }

  private void restore(Definition definition) {
    Table table = new Table(definition, items(definition));
    definition.view().ifPresent(view -> table.add(stream(definition, view)));
    tables.put(definition.name(), table);
  }

  private Rows<Item> items(Definition table) {
    return storage.open("items/" + table.id(), Forms.ITEM);
  }

  private Stream stream(Definition table, Definition.View view) {
    String label = table.streamLabel().orElseThrow();
    Rows<Change> changes = storage.open("changes/" + table.id() + "/" + label, Forms.CHANGE);
    return new Stream(view, label, table.keys(), changes, changed);
  }

  private void define(Table table, Definition definition) {
    definitions.put(bytes(definition.name()), definition);
    table.define(definition);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends it; what was written is on disk then, if it is kept at all. */
  @Override
  public void close() {
    alone(
        () -> {
          storage.close();
          return this;
        });
  }

  /** What time it is here. */
  public Clock clock() {
    return clock;
  }

  /** The table of a name, if there is one. */
  public Optional<Table> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /**
   * The table of a name.
   *
   * @throws Refusal if there is none
   */
  public Table table(String name) {
    return find(name).orElseThrow(Refusal::noTable);
  }

  /** All tables, by name. */
  public Collection<Table> tables() {
    return List.copyOf(tables.values());
  }

  /**
   * Makes a table.
   *
   * @throws Refusal if there is one of that name
   */
  public Table create(Definition definition) {
    return alone(
        () -> {
          if (tables.containsKey(definition.name())) {
            throw Refusal.of(
                "ResourceInUseException", "Table already exists: " + definition.name());
          }
          Table table = new Table(definition, items(definition));
          define(table, definition);
          tables.put(definition.name(), table);
          return table;
        });
  }

  /**
   * Deletes a table with all that is in it.
   *
   * @throws Refusal if it is protected, or not there
   */
  public Table delete(String name) {
    return alone(
        () -> {
          Table table = table(name);
          if (table.definition().isProtected()) {
            throw Refusal.invalid(
                "Resource cannot be deleted as it is currently protected against deletion. Disable"
                    + " deletion protection first.");
          }
          definitions.remove(bytes(name));
          tables.remove(name);
          return table;
        });
  }

  /** Makes a table something else; its stream begins, or ends, as it is defined then. */
  public void redefine(Table table, Definition definition) {
    alone(
        () -> {
          define(table, definition);
          return table;
        });
  }

  /** Begins a stream, and returns what the table is then. */
  public Definition beginStream(Table table, Definition.View view) {
    return alone(
        () -> {
          String label = LABEL.format(clock.instant());
          Definition definition =
              table.definition().withStream(Optional.of(view), Optional.of(label));
          table.add(stream(definition, view));
          define(table, definition);
          return definition;
        });
  }

  /** Ends a stream, and returns what the table is then. */
  public Definition endStream(Table table) {
    return alone(
        () -> {
          table.stream().ifPresent(Stream::disable);
          Definition definition = table.definition();
          define(table, definition.withStream(Optional.empty(), definition.streamLabel()));
          return table.definition();
        });
  }

  /**
   * Follows the stream that a table has.
   *
   * @param name of who follows, who goes on where one of that name had come
   * @param isFromStart whether the first of that name begins with the oldest change, and not with
   *     the next
   */
  public Follower follow(Table table, String name, boolean isFromStart) {
    return alone(
        () -> {
          Stream stream = table.stream().orElseThrow();
          byte[] key = bytes(table.definition().id() + "/" + stream.label() + "/" + name);
          Long kept = places.get(key);
          long place = isFromStart ? 0 : stream.next();
          if (kept == null) {
            places.put(key, place);
          } else {
            place = kept;
          }
          Follower follower = new Follower(stream, writing, changed, it -> keep(key, it), place);
          stream.add(follower);
          return follower;
        });
  }

  private void keep(byte[] follower, long place) {
    alone(
        () -> {
          places.put(follower, place);
          return place;
        });
  }

  /** Does something while nobody else writes; what it writes is kept when it returns. */
  public <T> T alone(Supplier<T> work) {
    T result;
    writing.lock();
    try {
      result = entry(work);
    } finally {
      writing.unlock();
    }
    if (!IN_BATCH.isBound()) {
      storage.await();
    }
    return result;
  }

  /**
   * Does several writes that are answered together: the disk has all of them when this returns, and
   * not each when it is done, so that it is waited for once.
   */
  public <T> T inOneAnswer(Supplier<T> work) {
    try {
      return ScopedValue.where(IN_BATCH, true).call(work::get);
    } finally {
      storage.await();
    }
  }

  private <T> T entry(Supplier<T> work) {
    try {
      T result = work.get();
      storage.commit();
      return result;
    } finally {
      storage.discard();
    }
  }

  /**
   * Carries out one write.
   *
   * @throws Refusal if the condition does not hold, or the write does not fit the table or the item
   */
  public Effect write(Action action) {
    Bound bound = bind(action);
    return alone(() -> carryOut(bound, prepare(bound)));
  }

  /**
   * Carries out all writes, or none.
   *
   * @throws Refusal if there is a reason for none
   */
  public List<Effect> write(List<Action> actions) {
    List<Bound> bound = new ArrayList<>();
    List<Refusal.Reason> reasons = new ArrayList<>();
    for (Action action : actions) {
      table(action.table());
      reasons.add(reason(() -> bound.add(bind(action))));
    }
    cancelFor(reasons);
    requireDistinct(bound);
    return alone(
        () -> {
          List<Effect> effects = new ArrayList<>();
          List<Refusal.Reason> all = new ArrayList<>();
          for (Bound each : bound) {
            all.add(reason(() -> effects.add(prepare(each))));
          }
          cancelFor(all);
          for (int i = 0; i < effects.size(); i++) {
            carryOut(bound.get(i), effects.get(i));
          }
          return effects;
        });
  }

  /**
   * Reads one item.
   *
   * @throws Refusal if the key is none of the table
   */
  public Optional<Item> get(Table table, Map<String, Value> key, boolean isConsistent) {
    return table.get(key);
  }

  /**
   * Reads items as they are all at one time.
   *
   * @param keys each with its table
   * @throws Refusal if there is a reason for none
   */
  public List<Optional<Item>> get(List<Map.Entry<Table, Map<String, Value>>> keys) {
    return alone(
        () -> {
          List<Optional<Item>> items = new ArrayList<>();
          List<Refusal.Reason> reasons = new ArrayList<>();
          for (Map.Entry<Table, Map<String, Value>> each : keys) {
            reasons.add(reason(() -> items.add(each.getKey().get(each.getValue()))));
          }
          cancelFor(reasons);
          return items;
        });
  }

  /** After how many changes the shards of a stream end and others follow; 0 for never. */
  public int changesOfAShard() {
    return 0;
  }

  /** Comes before a query, which may so be refused. */
  public void before(Table table, KeyQuery query) {}

  /** Comes after a query, which has read so many bytes. */
  public void after(Table table, KeyQuery query, int bytes, boolean isConsistent) {}

  /**
   * Sees that a batch has no item twice, and that all items fit their tables.
   *
   * @throws Refusal if not
   */
  public void requireDistinct(Collection<Action> actions) {
    List<Bound> bound = new ArrayList<>();
    actions.forEach(action -> bound.add(bind(action)));
    if (!areDistinct(bound)) {
      throw Refusal.invalid("Provided list of item keys contains duplicates");
    }
  }

  private static Refusal.Reason reason(Runnable work) {
    try {
      work.run();
      return Refusal.Reason.NONE;
    } catch (Refusal e) {
      return Refusal.Reason.of(e);
    }
  }

  private static void cancelFor(List<Refusal.Reason> reasons) {
    if (reasons.stream().anyMatch(Refusal.Reason::isCause)) {
      throw Refusal.cancelled(reasons);
    }
  }

  private static void requireDistinct(List<Bound> writes) {
    if (!areDistinct(writes)) {
      throw Refusal.invalid("Transaction request cannot include multiple operations on one item");
    }
  }

  private static boolean areDistinct(List<Bound> writes) {
    Set<Map.Entry<Table, Value>> seen = new HashSet<>();
    return writes.stream().allMatch(write -> seen.add(Map.entry(write.table(), write.key())));
  }

  /** A write whose table and key are known to be right. */
  private record Bound(Table table, Action action, Value.B key) {
    byte[] bytes() {
      return key.bytes();
    }
  }

  private Bound bind(Action action) {
    Table table = table(action.table());
    Definition definition = table.definition();
    KeySchema keys = definition.keys();
    switch (action.kind()) {
      case Action.Kind.Put put -> {
        keys.requireInItem(action.item());
        definition.indexes().forEach(index -> index.requireFit(action.item()));
      }
      case Action.Kind.Change change -> {
        keys.requireKey(action.item());
        change.update().paths().forEach(path -> requireChangeable(path, keys));
      }
      case Action.Kind.Delete delete -> keys.requireKey(action.item());
      case Action.Kind.Check check -> keys.requireKey(action.item());
    }
    return new Bound(table, action, new Value.B(keys.bytes(action.item())));
  }

  private static void requireChangeable(zaqar.store.expression.Path path, KeySchema keys) {
    keys.requireNotNested(path);
    if (keys.has(path.attribute())) {
      throw Refusal.invalidValue(
          "Cannot update attribute " + (path.attribute() + ". This attribute is part of the key"));
    }
  }

  private static Effect prepare(Bound write) {
    Table table = write.table();
    Action action = write.action();
    Optional<Item> before = Optional.ofNullable(table.rows().get(write.bytes()));
    Map<String, Value> standing = before.map(Item::attributes).orElse(Map.of());
    if (action.condition().isPresent() && !action.condition().get().holds(standing)) {
      throw Refusal.conditionFailed(action.returnsStanding() ? standing : Map.of());
    }
    Optional<Item> after =
        switch (action.kind()) {
          case Action.Kind.Put put -> Optional.of(checked(action.item(), "Item size has"));
          case Action.Kind.Delete delete -> Optional.empty();
          case Action.Kind.Check check -> before;
          case Action.Kind.Change change -> {
            Map<String, Value> old = before.isPresent() ? standing : action.item();
            Map<String, Value> changed = change.update().of(old);
            table.definition().indexes().forEach(index -> index.requireFit(changed));
            yield Optional.of(checked(changed, "Item size to update has"));
          }
        };
    return new Effect(table, before, after);
  }

  private static Item checked(Map<String, Value> attributes, String what) {
    Item item = Item.of(attributes);
    if (item.size() > Item.MOST_BYTES) {
      throw Refusal.invalid(what + " exceeded the maximum allowed size");
    }
    return item;
  }

  private Effect carryOut(Bound write, Effect effect) {
    if (!(write.action().kind() instanceof Action.Kind.Check)) {
      apply(write.table(), write.bytes(), effect, false);
    }
    return effect;
  }

  private void apply(Table table, byte[] key, Effect effect, boolean isExpiry) {
    effect
        .after()
        .ifPresentOrElse(item -> table.rows().put(key, item), () -> table.rows().remove(key));
    table.stream()
        .ifPresent(
            stream -> stream.append(clock.instant(), effect.before(), effect.after(), isExpiry));
  }

  /**
   * Takes away what has expired by a time, and what is too old in streams, until it is interrupted.
   *
   * @return how many items
   */
  public int expire(Instant time) {
    int expired = 0;
    for (Table table : tables.values()) {
      Optional<String> attribute = table.definition().expiry();
      if (attribute.isPresent()) {
        expired += expire(table, attribute.get(), time);
      }
      table.streams().forEach(this::trim);
    }
    return expired;
  }

  private void trim(Stream stream) {
    while (stream.hasTooMany(clock.instant(), storage.mostChanges())) {
      alone(
          () -> {
            stream.trim(clock.instant(), storage.mostChanges(), SOME);
            return stream;
          });
    }
  }

  /** Goes some items at a time, since no iterator is good for as long as a table may be. */
  private int expire(Table table, String attribute, Instant time) {
    int expired = 0;
    Optional<Map<String, Value>> last = Optional.empty();
    do {
      Iterator<Item> items = table.scan(Table.Segment.WHOLE, last);
      last = Optional.empty();
      List<Map<String, Value>> keys = new ArrayList<>();
      for (int i = 0; i < SOME && items.hasNext(); i++) {
        Item item = items.next();
        Map<String, Value> key = table.definition().keys().of(item.attributes());
        if (isExpired(item, attribute, time)) {
          keys.add(key);
        }
        last = Optional.of(key);
      }
      if (!keys.isEmpty()) {
        expired += alone(() -> expireItems(table, keys, attribute, time));
      }
    } while (last.isPresent() && !Thread.currentThread().isInterrupted());
    return expired;
  }

  private int expireItems(
      Table table, List<Map<String, Value>> keys, String attribute, Instant time) {
    return (int) keys.stream().filter(key -> expireItem(table, key, attribute, time)).count();
  }

  private boolean expireItem(Table table, Map<String, Value> key, String attribute, Instant time) {
    Optional<Item> item = table.get(key).filter(each -> isExpired(each, attribute, time));
    if (item.isPresent()) {
      Effect effect = new Effect(table, item, Optional.empty());
      apply(table, table.definition().keys().bytes(key), effect, true);
    }
    return item.isPresent();
  }

  private static boolean isExpired(Item item, String attribute, Instant time) {
    if (!(item.attributes().get(attribute) instanceof Value.N expiry)) {
      return false;
    }
    long second = expiry.number().longValue();
    return second < time.getEpochSecond() && second > time.minus(TOO_OLD).getEpochSecond();
  }

  /** Sees that what is to be returned does not go into keys. */
  public static void requireScalarKeys(Projection projection, KeySchema keys) {
    projection.paths().forEach(keys::requireNotNested);
  }
}
