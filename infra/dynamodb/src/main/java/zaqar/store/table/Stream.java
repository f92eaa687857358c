// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;

/**
 * The changes of a table, in the order in which they happened, for a day; of those that every
 * follower has seen, the latest.
 */
public final class Stream {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final byte[] START = {};

  private final Definition.View view;
  private final String label;
  private final KeySchema keys;
  private final Rows<Change> changes;
  private final Condition changed;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile boolean isEnabled = true;
  private volatile long next;

  /**
   * With the changes that are there.
   *
   * @param keys those of the table
   * @param changed what followers wait for, under the lock of writes
   */
  Stream(
      Definition.View view, String label, KeySchema keys, Rows<Change> changes, Condition changed) {
    this.view = view;
    this.label = label;
    this.keys = keys;
    this.changes = changes;
    this.changed = changed;
    Iterator<Map.Entry<byte[], Change>> last = changes.downwards(START, false);
    next = last.hasNext() ? last.next().getValue().number() + 1 : 0;
  }

  /** What it shows of items. */
  public Definition.View view() {
    return view;
  }

  /** When it was made, which tells it from earlier ones of the table. */
  public String label() {
    return label;
  }

  /** Whether changes still come. */
  public boolean isEnabled() {
    return isEnabled;
  }

  void disable() {
    isEnabled = false;
  }

  /** The place of the next change. */
  public long next() {
    return next;
  }

  /** The place of the oldest change that is kept, or else of the next one. */
  public long first() {
    Iterator<Map.Entry<byte[], Change>> first = changes.upwards(START, true);
    return first.hasNext() ? first.next().getValue().number() : next;
  }

  /** Appends; nothing that changes nothing. */
  void append(Instant now, Optional<Item> before, Optional<Item> after, boolean isExpiry) {
    if (isEnabled && !before.equals(after)) {
      long number = next;
      changes.put(
          key(number), new Change(number, now, shownBefore(before), shownAfter(after), isExpiry));
      next = number + 1;
      changed.signalAll();
    }
  }

  private Optional<Item> shownBefore(Optional<Item> before) {
    return view.showsOld() ? before : before.map(this::keysOf);
  }

  private Optional<Item> shownAfter(Optional<Item> after) {
    return view.showsNew() ? after : after.map(this::keysOf);
  }

  private Item keysOf(Item item) {
    return Item.of(keys.of(item.attributes()));
  }

  /** Changes from a place on. */
  public List<Change> from(long number, int most) {
    List<Change> found = new ArrayList<>();
    Iterator<Map.Entry<byte[], Change>> rest = changes.upwards(key(number), true);
    while (found.size() < most && rest.hasNext()) {
      found.add(rest.next().getValue());
    }
    return found;
  }

  void add(Follower follower) {
    followers.add(follower);
  }

  void remove(Follower follower) {
    followers.remove(follower);
  }

  /** Whether there is anything to {@link #trim}. */
  boolean hasTooMany(Instant now, long most) {
    List<Change> oldest = from(0, 1);
    return !oldest.isEmpty() && isForgotten(oldest.getFirst(), now, most);
  }

  /** The last one stays: it says where the stream goes on. */
  private boolean isForgotten(Change change, Instant now, long most) {
    long unread = followers.stream().mapToLong(Follower::place).min().orElse(Long.MAX_VALUE);
    boolean isSpare = change.number() < Math.min(unread, next - most);
    boolean isOld = change.time().isBefore(now.minus(KEPT));
    return (isSpare || isOld) && change.number() < next - 1;
  }

  /**
   * Forgets some of what is older than a day, and of what every follower has seen if it is not
   * among so many latest changes.
   */
  void trim(Instant now, long most, int some) {
    for (Change change : from(0, some)) {
      if (!isForgotten(change, now, most)) {
        return;
      }
      changes.remove(key(change.number()));
    }
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
