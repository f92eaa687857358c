// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

/** A table with its items. */
public final class Table {
  private static final byte[] START = {};

  private final Rows<Item> rows;
  private final List<Stream> streams = Collections.synchronizedList(new ArrayList<>());
  private volatile Definition definition;

  Table(Definition definition, Rows<Item> rows) {
    this.definition = definition;
    this.rows = rows;
  }

  /** What it is. */
  public Definition definition() {
    return definition;
  }

  void define(Definition other) {
    definition = other;
  }

  /** How many items there are, or about so many. */
  public long count() {
    return rows.size();
  }

  /** All streams that it has had, the latest one last. */
  public List<Stream> streams() {
    synchronized (streams) {
      return List.copyOf(streams);
    }
  }

  void add(Stream stream) {
    streams.add(stream);
  }

  Optional<Stream> stream() {
    synchronized (streams) {
      return streams.isEmpty()
          ? Optional.empty()
          : Optional.of(streams.getLast()).filter(Stream::isEnabled);
    }
  }

  Rows<Item> rows() {
    return rows;
  }

  /**
   * The item under a key.
   *
   * @throws Refusal if it is no key of the table
   */
  public Optional<Item> get(Map<String, Value> key) {
    definition.keys().requireKey(key);
    return Optional.ofNullable(rows.get(definition.keys().bytes(key)));
  }

  /**
   * The index of a name.
   *
   * @throws Refusal if there is none
   */
  public Index index(String name) {
    return definition.indexes().stream()
        .filter(index -> index.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.invalid("The table does not have the specified index: " + name));
  }

  /** What an index has of an item. */
  public Map<String, Value> part(Index index, Map<String, Value> item) {
    return index.of(item, definition.keys());
  }

  /** Whether an index has an attribute of the items that have it. */
  public boolean isIn(Index index, String attribute) {
    return index.isWhole()
        || definition.keys().has(attribute)
        || index.keys().has(attribute)
        || index.included().contains(attribute);
  }

  /**
   * Items in the order of their sort keys.
   *
   * @param after the key of the last item that is known
   */
  public Iterator<Item> query(
      KeyQuery query, boolean isForward, Optional<Map<String, Value>> after) {
    KeySchema keys = definition.keys();
    byte[] partition = KeyBytes.partition(query.partition());
    Range range = query.sort();
    byte[] known = after.map(keys::bytes).orElse(START);
    if (isForward) {
      byte[] lower = KeyBytes.join(partition, range.lower());
      boolean isKnown = after.isPresent() && Arrays.compareUnsigned(known, lower) >= 0;
      return new Items(
          rows.upwards(isKnown ? known : lower, !isKnown && range.hasLower()), partition, range);
    }
    byte[] upper =
        range.isOpen() ? KeyBytes.after(partition) : KeyBytes.join(partition, range.upper());
    boolean isKnown =
        after.isPresent() && (upper.length == 0 || Arrays.compareUnsigned(known, upper) <= 0);
    return new Items(
        rows.downwards(isKnown ? known : upper, !isKnown && range.hasUpper()), partition, range);
  }

  /** The items of one partition and range, until another comes. */
  private static final class Items implements Iterator<Item> {
    private final Iterator<Map.Entry<byte[], Item>> rows;
    private final byte[] partition;
    private final Range range;
    private @Nullable Item next;

    Items(Iterator<Map.Entry<byte[], Item>> rows, byte[] partition, Range range) {
      this.rows = rows;
      this.partition = partition;
      this.range = range;
      advance();
    }

    private void advance() {
      next = null;
      if (rows.hasNext()) {
        Map.Entry<byte[], Item> row = rows.next();
        byte[] key = row.getKey();
        int length = partition.length;
        if (key.length >= length
            && Arrays.equals(key, 0, length, partition, 0, length)
            && range.contains(key, length)) {
          next = row.getValue();
        }
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Item next() {
      Item item = next;
      if (item == null) {
        throw new NoSuchElementException();
      }
      advance();
      return item;
    }
  }

  /** One of so many parts of a table, for who scans it in parallel. */
  public record Segment(int number, int total) {
    /** All of it. */
    public static final Segment WHOLE = new Segment(0, 1);

    /** Whether items with such keys are in it. */
    boolean contains(byte[] key) {
      long scattered = Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt());
      return ((scattered * total) >>> Integer.SIZE) == number;
    }

    private byte[] start() {
      long least = (((long) number << Integer.SIZE) + total - 1) / total;
      return ByteBuffer.allocate(Integer.BYTES).putInt((int) least).array();
    }
  }

  /**
   * All items of a segment.
   *
   * @param after the key of the last item that is known
   */
  public Iterator<Item> scan(Segment segment, Optional<Map<String, Value>> after) {
    byte[] from = after.map(definition.keys()::bytes).orElseGet(segment::start);
    Iterator<Map.Entry<byte[], Item>> all = rows.upwards(from, after.isEmpty());
    return new Iterator<>() {
      private @Nullable Item next = advance();

      private @Nullable Item advance() {
        if (!all.hasNext()) {
          return null;
        }
        Map.Entry<byte[], Item> row = all.next();
        return segment.contains(row.getKey()) ? row.getValue() : null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Item next() {
        Item item = next;
        if (item == null) {
          throw new NoSuchElementException();
        }
        next = advance();
        return item;
      }
    };
  }

  /** An item with its place in an index. */
  private record Entry(Value.B partition, Value.B sort, Value.B key, Item item) {
    private static final Comparator<Value.B> BYTES =
        Comparator.comparing(Value.B::bytes, Arrays::compareUnsigned);
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::partition, BYTES)
            .thenComparing(Entry::sort, BYTES)
            .thenComparing(Entry::key, BYTES);
  }

  /** The items of an index, in its order, whole. */
  public Iterator<Item> query(
      Index index, KeyQuery query, boolean isForward, Optional<Map<String, Value>> after) {
    Value.B partition = new Value.B(KeyBytes.partition(query.partition()));
    List<Entry> entries = entries(index);
    entries.removeIf(
        entry ->
            !entry.partition().equals(partition) || !query.sort().contains(entry.sort().bytes()));
    return rest(index, isForward ? entries : entries.reversed(), isForward, after);
  }

  /** All items of an index that are in a segment, whole. */
  public Iterator<Item> scan(Index index, Segment segment, Optional<Map<String, Value>> after) {
    List<Entry> entries = entries(index);
    entries.removeIf(entry -> !segment.contains(entry.partition().bytes()));
    return rest(index, entries, true, after);
  }

  private List<Entry> entries(Index index) {
    List<Entry> entries = new ArrayList<>();
    scan(Segment.WHOLE, Optional.empty())
        .forEachRemaining(
            item -> {
              if (index.keys().isIn(item.attributes())) {
                entries.add(entry(index, item));
              }
            });
    entries.sort(Entry.ORDER);
    return entries;
  }

  private Entry entry(Index index, Item item) {
    return new Entry(
        new Value.B(KeyBytes.partition(index.keys().partitionOf(item.attributes()))),
        new Value.B(index.keys().sortBytes(item.attributes())),
        new Value.B(definition.keys().bytes(item.attributes())),
        item);
  }

  private Iterator<Item> rest(
      Index index, List<Entry> entries, boolean isForward, Optional<Map<String, Value>> after) {
    if (after.isEmpty()) {
      return entries.stream().map(Entry::item).iterator();
    }
    Entry known = entry(index, Item.of(after.get()));
    return entries.stream()
        .filter(
            entry -> {
              int order = Entry.ORDER.compare(entry, known);
              return isForward ? order > 0 : order < 0;
            })
        .map(Entry::item)
        .iterator();
  }
}
