package zaqar.store.table;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The changes of a table, in the order in which they happened, for a day. */
public final class Stream {
  private static final Duration KEPT = Duration.ofHours(24);

  private final Definition.View view;
  private final String label;
  private final Rows<Change> changes;
  private volatile boolean isEnabled = true;
  private volatile long next;

  Stream(Definition.View view, String label, Rows<Change> changes) {
    this.view = view;
    this.label = label;
    this.changes = changes;
    Iterator<Map.Entry<byte[], Change>> last = changes.downwards(new byte[0], false);
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
    Iterator<Map.Entry<byte[], Change>> first = changes.upwards(new byte[0], true);
    return first.hasNext() ? first.next().getValue().number() : next;
  }

  /** Appends; nothing that changes nothing. */
  void append(Instant now, Optional<Item> before, Optional<Item> after, boolean isExpiry) {
    if (isEnabled && !before.equals(after)) {
      long number = next;
      changes.put(key(number), new Change(number, now, before, after, isExpiry));
      next = number + 1;
    }
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

  /** Forgets what is older than a day. */
  void trim(Instant now) {
    Iterator<Map.Entry<byte[], Change>> all = changes.upwards(new byte[0], true);
    while (all.hasNext()) {
      Map.Entry<byte[], Change> change = all.next();
      if (change.getValue().time().isAfter(now.minus(KEPT))) {
        return;
      }
      changes.remove(change.getKey());
    }
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
