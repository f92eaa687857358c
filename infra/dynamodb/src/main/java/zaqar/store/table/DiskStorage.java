// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a file of MVStore, to which changes come a little late, and a journal, to which they come
 * at once. An entry of the journal is written before any of its rows changes, and files of the
 * journal go when the file has all of their entries. So after a crash the file has some rows too
 * few, or some of an entry that is not whole in it; the journal has them all. An entry says what
 * rows are, and not how they change, so that those may come again that the file has already.
 *
 * <pre>
 *   store.mv     rows by name: tables, items/ID, changes/ID/LABEL, places
 *   journal-N    what the file may lack
 * </pre>
 *
 * Iterators are good for 45 seconds, for which MVStore keeps what is replaced.
 */
final class DiskStorage implements Storage {
  private static final System.Logger LOG = System.getLogger(DiskStorage.class.getName());

  /** The version of all forms. */
  private static final int FORMAT = 1;

  private static final int CACHE_MEGABYTES = 32;

  /** Of an array, or an object, in the heap. */
  private static final int HEADER = 16;

  /** How much of the heap a row takes, with its value, for each byte that it has in the file. */
  private static final int VALUE_TO_BYTES = 4;

  /** A page has about forty messages. */
  private static final int PAGE_BYTES = 64 << 10;

  private static final long MOST_CHANGES = 100_000;

  /** How much of the file shall be in use, and how much of it is written anew at a time. */
  private static final int FILL_PERCENT = 60;

  private static final int REWRITTEN_BYTES = 4 << 20;

  private final MVStore file;
  private final Journal journal;
  private final boolean isSynchronous;
  private final WriteBuffer buffer = new WriteBuffer(1 << 10);
  private final List<Runnable> changes = new ArrayList<>();
  private final Set<String> opened = new HashSet<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread writer;

  private DiskStorage(MVStore file, Journal journal, boolean isSynchronous, Duration late) {
    this.file = file;
    this.journal = journal;
    this.isSynchronous = isSynchronous;
    writer =
        Thread.ofPlatform().daemon().name("store writer").start(() -> writeBehind(late.toMillis()));
  }

  /**
   * Opens what is in a folder, or begins there.
   *
   * @param isSynchronous whether what was answered is to survive the end of the machine
   * @param late after what time the file has what the journal has
   * @throws IOException if the folder cannot be used, or another process uses it
   */
  static DiskStorage open(Path folder, boolean isSynchronous, Duration late) throws IOException {
    Files.createDirectories(folder);
    MVStore file = openFile(folder.resolve("store.mv"));
    try {
      Journal.replay(folder, (rows, key, bytes) -> replay(map(file, rows), key, bytes));
      file.commit();
      file.sync();
      return new DiskStorage(file, Journal.begin(folder, isSynchronous), isSynchronous, late);
    } catch (IOException | RuntimeException e) {
      file.closeImmediately();
      throw e;
    }
  }

  /** A file that is not closed when a thread is interrupted that reads it. */
  private static MVStore openFile(Path path) throws IOException {
    MVStore file;
    try {
      file =
          new MVStore.Builder()
              .fileName("async:" + path.toAbsolutePath())
              .cacheSize(CACHE_MEGABYTES)
              .pageSplitSize(PAGE_BYTES)
              .autoCommitDisabled()
              .open();
    } catch (MVStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
    int format = file.getStoreVersion();
    if (format != 0 && format != FORMAT) {
      file.closeImmediately();
      throw new IOException(path + " is of another release, and has the form " + format);
    }
    file.setStoreVersion(FORMAT);
    return file;
  }

  private static <V> MVMap<byte[], Row<V>> map(MVStore file, String rows) {
    return file.openMap(
        rows,
        new MVMap.Builder<byte[], Row<V>>().keyType(new KeyType()).valueType(new RowType<>()));
  }

  private static void replay(MVMap<byte[], Row<Object>> map, byte[] key, byte @Nullable [] bytes) {
    set(map, key, bytes == null ? null : new Row<>(bytes));
  }

  private static <V> void set(MVMap<byte[], Row<V>> map, byte[] key, @Nullable Row<V> row) {
    if (row == null) {
      map.remove(key);
    } else {
      map.put(key, row);
    }
  }

  @Override
  public <V> Rows<V> open(String name, Form<V> form) {
    opened.add(name);
    return new DiskRows<>(name.getBytes(StandardCharsets.UTF_8), map(file, name), form);
  }

  @Override
  public void sweep() {
    for (String name : file.getMapNames()) {
      if (!opened.contains(name)) {
        file.removeMap(name);
      }
    }
  }

  @Override
  public void commit() {
    if (changes.isEmpty()) {
      return;
    }
    try {
      synchronized (journal) {
        journal.write();
        changes.forEach(Runnable::run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    } finally {
      discard();
    }
  }

  @Override
  public void discard() {
    changes.clear();
    journal.discard();
  }

  @Override
  public void await() {
    if (isSynchronous) {
      try {
        journal.force();
      } catch (IOException e) {
        throw new UncheckedIOException("the journal cannot be written", e);
      }
    }
  }

  @Override
  public long mostChanges() {
    return MOST_CHANGES;
  }

  private void writeBehind(long lateMillis) {
    try {
      while (!closing.await(lateMillis, TimeUnit.MILLISECONDS)) {
        if (checkpoint()) {
          file.compact(FILL_PERCENT, REWRITTEN_BYTES);
        }
      }
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "the file of the store cannot be written, and its journal grows", e);
    }
  }

  /**
   * Has the file follow. The journal is forced before the file: an entry of which the file has a
   * part has to be whole.
   *
   * @return whether there was anything to do
   */
  private boolean checkpoint() throws IOException {
    int next;
    synchronized (journal) {
      if (journal.isEmpty()) {
        return false;
      }
      next = journal.rotate();
    }
    file.commit();
    await();
    file.sync();
    journal.deleteBefore(next);
    return true;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      writer.join();
      checkpoint();
      file.close();
      journal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The bytes of a value, and once it was read the value itself, as long as MVStore has its page in
   * memory.
   */
  private static final class Row<V> {
    private final byte[] bytes;
    private volatile @Nullable V value;

    /** Of a value that nobody has read yet. */
    Row(byte[] bytes) {
      this.bytes = bytes;
    }

    V value(Form<V> form) {
      V known = value;
      if (known == null) {
        known = form.read(ByteBuffer.wrap(bytes));
        value = known;
      }
      return known;
    }
  }

  /** Keys in the order of unsigned bytes. */
  private static final class KeyType extends BasicDataType<byte[]> {
    @Override
    public int getMemory(byte[] key) {
      return HEADER + key.length;
    }

    @Override
    public int compare(byte[] one, byte[] other) {
      return Arrays.compareUnsigned(one, other);
    }

    @Override
    public void write(WriteBuffer buffer, byte[] key) {
      buffer.putVarInt(key.length).put(key);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
      byte[] key = new byte[DataUtils.readVarInt(buffer)];
      buffer.get(key);
      return key;
    }

    @Override
    public byte[][] createStorage(int size) {
      return new byte[size][];
    }
  }

  /** Rows, which are in the file as bytes. */
  private static final class RowType<V> extends BasicDataType<Row<V>> {
    private final KeyType bytes = new KeyType();

    @Override
    public int getMemory(Row<V> row) {
      return HEADER + VALUE_TO_BYTES * row.bytes.length;
    }

    @Override
    public void write(WriteBuffer buffer, Row<V> row) {
      bytes.write(buffer, row.bytes);
    }

    @Override
    public Row<V> read(ByteBuffer buffer) {
      return new Row<>(bytes.read(buffer));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Row<V>[] createStorage(int size) {
      return (Row<V>[]) new Row<?>[size];
    }
  }

  private final class DiskRows<V> implements Rows<V> {
    private final byte[] name;
    private final MVMap<byte[], Row<V>> map;
    private final Form<V> form;

    DiskRows(byte[] name, MVMap<byte[], Row<V>> map, Form<V> form) {
      this.name = name;
      this.map = map;
      this.form = form;
    }

    @Override
    public @Nullable V get(byte[] key) {
      Row<V> row = map.get(key);
      return row == null ? null : row.value(form);
    }

    @Override
    public void put(byte[] key, V value) {
      form.write(value, buffer.clear());
      byte[] bytes = Arrays.copyOf(buffer.getBuffer().array(), buffer.position());
      journal.add(name, key, bytes);
      changes.add(() -> set(map, key, new Row<>(bytes)));
    }

    @Override
    public void remove(byte[] key) {
      journal.add(name, key, null);
      changes.add(() -> set(map, key, null));
    }

    @Override
    public Iterator<Map.Entry<byte[], V>> upwards(byte[] from, boolean isInclusive) {
      return new Found(map.cursor(from), from, isInclusive);
    }

    @Override
    public Iterator<Map.Entry<byte[], V>> downwards(byte[] from, boolean isInclusive) {
      byte[] start = from.length == 0 ? map.lastKey() : map.floorKey(from);
      return start == null
          ? Collections.emptyIterator()
          : new Found(map.cursor(start, null, true), from, isInclusive);
    }

    @Override
    public long size() {
      return map.sizeAsLong();
    }

    /** What a cursor finds, without the key where it begins if that does not count. */
    private final class Found implements Iterator<Map.Entry<byte[], V>> {
      private final Cursor<byte[], Row<V>> cursor;
      private byte @Nullable [] next;

      Found(Cursor<byte[], Row<V>> cursor, byte[] from, boolean isInclusive) {
        this.cursor = cursor;
        advance();
        if (!isInclusive && Arrays.equals(next, from)) {
          advance();
        }
      }

      private void advance() {
        next = cursor.hasNext() ? cursor.next() : null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Map.Entry<byte[], V> next() {
        byte[] key = next;
        if (key == null) {
          throw new NoSuchElementException();
        }
        V value = cursor.getValue().value(form);
        advance();
        return Map.entry(key, value);
      }
    }
  }
}
