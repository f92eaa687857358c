// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import zaqar.store.table.Action;
import zaqar.store.table.Effect;
import zaqar.store.table.Item;
import zaqar.store.table.KeyQuery;
import zaqar.store.table.KeySchema;
import zaqar.store.table.Store;
import zaqar.store.table.Table;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/**
 * Does to single items what DynamoDB does on a bad day: throttles, conflicts, internal errors. The
 * operations make of that what DynamoDB makes: batches that are half done, cancelled transactions,
 * statements that fail beside others.
 */
public final class MisbehavingStore extends Store {
  private static final int UNITS_OF_A_TRANSACTED_ITEM = 2;
  private static final int BYTES_OF_A_READ = 4096;

  private final Misbehaviour misbehaviour;
  private final Dice dice;
  private final Partitions partitions;
  private final Map<Place, Instant> transacted = new HashMap<>();

  /** An empty one in memory, whose clock is as far off from this one as it is to be. */
  public MisbehavingStore(Misbehaviour misbehaviour, Clock clock) {
    super(Clock.offset(clock, misbehaviour.clockAhead()));
    this.misbehaviour = misbehaviour;
    dice = new Dice(misbehaviour);
    partitions = new Partitions(misbehaviour.partitionUnits(), clock());
  }

  private record Place(String table, Map<String, Value> key) {}

  /** It behaves from now on. */
  public void heal() {
    dice.heal();
  }

  Misbehaviour misbehaviour() {
    return misbehaviour;
  }

  /** The dice for its calls as well, so that one seed is enough. */
  Dice dice() {
    return dice;
  }

  /** Takes away what has expired for as long as it is to stay. */
  public int expire() {
    return expire(clock().instant().minus(misbehaviour.ttlLag()));
  }

  @Override
  public Effect write(Action action) {
    refusal(action).ifPresent(MisbehavingStore::refuse);
    if (dice.befalls(Hazard.WRITE_FAILED)) {
      throw internal();
    }
    Effect effect = super.write(action);
    use(action, effect, 1);
    if (dice.befalls(Hazard.WRITE_BROKEN)) {
      throw internal();
    }
    return effect;
  }

  @Override
  public List<Effect> write(List<Action> actions) {
    List<Refusal.Reason> reasons =
        actions.stream()
            .map(action -> refusal(action).map(Refusal.Reason::of).orElse(Refusal.Reason.NONE))
            .toList();
    if (reasons.stream().anyMatch(Refusal.Reason::isCause)) {
      throw Refusal.cancelled(reasons);
    }
    List<Effect> effects = super.write(actions);
    Instant end = clock().instant().plus(dice.upTo(misbehaviour.longestTransaction()));
    for (int i = 0; i < effects.size(); i++) {
      use(actions.get(i), effects.get(i), UNITS_OF_A_TRANSACTED_ITEM);
      hold(actions.get(i), end);
    }
    return effects;
  }

  private static void refuse(Refusal refusal) {
    throw refusal;
  }

  /** Why a write is not even tried, if there is a reason. */
  private Optional<Refusal> refusal(Action action) {
    if (dice.isHealed() || find(action.table()).isEmpty()) {
      return Optional.empty();
    }
    if (isHeld(action) || dice.befalls(Hazard.WRITE_CONFLICTS)) {
      return Optional.of(
          Refusal.of("TransactionConflictException", "Transaction is ongoing for the item"));
    }
    boolean isFull = !partitions.takesWrites(action.table(), partition(action));
    return isFull || dice.befalls(Hazard.ITEM_THROTTLED)
        ? Optional.of(throttled())
        : Optional.empty();
  }

  private static Refusal throttled() {
    return Refusal.of(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded.");
  }

  private static Refusal internal() {
    return Refusal.internal("the store misbehaves");
  }

  private KeySchema keys(String table) {
    return table(table).definition().keys();
  }

  private Value partition(Action action) {
    return partition(table(action.table()), action.item());
  }

  private static Value partition(Table table, Map<String, Value> item) {
    String name = table.definition().keys().partition().name();
    return Objects.requireNonNullElse(item.get(name), new Value.Null());
  }

  private void use(Action action, Effect effect, int factor) {
    partitions.write(action.table(), partition(action), (double) effect.units() * factor);
  }

  private Place place(Action action) {
    return new Place(action.table(), keys(action.table()).of(action.item()));
  }

  private synchronized void hold(Action action, Instant end) {
    if (!misbehaviour.longestTransaction().isZero()) {
      Instant now = clock().instant();
      transacted.values().removeIf(until -> !until.isAfter(now));
      transacted.put(place(action), end);
    }
  }

  private synchronized boolean isHeld(Action action) {
    if (transacted.isEmpty()) {
      return false;
    }
    Instant until = transacted.get(place(action));
    return until != null && until.isAfter(clock().instant());
  }

  @Override
  public int changesOfAShard() {
    return misbehaviour.changesOfAShard();
  }

  @Override
  public Optional<Item> get(Table table, Map<String, Value> key, boolean isConsistent) {
    Value partition = partition(table, key);
    requireReads(table, partition);
    Optional<Item> item = super.get(table, key, isConsistent);
    read(table, partition, item.map(Item::size).orElse(0), isConsistent);
    return item;
  }

  @Override
  public void before(Table table, KeyQuery query) {
    requireReads(table, query.partition());
  }

  @Override
  public void after(Table table, KeyQuery query, int bytes, boolean isConsistent) {
    read(table, query.partition(), bytes, isConsistent);
  }

  private void requireReads(Table table, Value partition) {
    boolean isFull =
        !dice.isHealed() && !partitions.takesReads(table.definition().name(), partition);
    if (isFull || dice.befalls(Hazard.ITEM_THROTTLED)) {
      throw throttled();
    }
  }

  private void read(Table table, Value partition, int bytes, boolean isConsistent) {
    double units = Math.max(1, (bytes + BYTES_OF_A_READ - 1) / BYTES_OF_A_READ);
    partitions.read(table.definition().name(), partition, isConsistent ? units : units / 2);
  }
}
