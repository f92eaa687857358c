// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What was written, in files that are only appended to. An entry holds the writes that belong
 * together, after its length and a checksum: one that is not whole was never answered, and ends its
 * file. Plain files are used, since the end of a call's time interrupts its thread, which would
 * close a channel.
 */
final class Journal implements AutoCloseable {
  private static final String PREFIX = "journal-";
  private static final int HEADER = Integer.BYTES + Long.BYTES;

  private final Path folder;
  private final boolean isSynchronous;
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(entry);
  private final Object forcing = new Object();
  private RandomAccessFile file;
  private int number;
  private final AtomicLong length = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private long forced;

  private Journal(Path folder, boolean isSynchronous, int number) throws IOException {
    this.folder = folder;
    this.isSynchronous = isSynchronous;
    this.number = number;
    file = create();
  }

  /** What takes writes back; no value stands for a row that went. */
  interface Reader {
    void take(String rows, byte[] key, byte @Nullable [] value);
  }

  /** Takes back all that is there. */
  static void replay(Path folder, Reader reader) throws IOException {
    for (int number : numbers(folder)) {
      try (DataInputStream in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(file(folder, number))))) {
        byte[] entry = read(in);
        while (entry != null) {
          replay(ByteBuffer.wrap(entry), reader);
          entry = read(in);
        }
      }
    }
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      long checksum = in.readLong();
      byte[] entry = in.readNBytes(Math.max(0, length));
      return entry.length == length && checksum(entry, 0, length) == checksum ? entry : null;
    } catch (EOFException theEnd) {
      return null;
    }
  }

  private static void replay(ByteBuffer rest, Reader reader) {
    while (rest.hasRemaining()) {
      String rows = new String(take(rest, rest.getInt()), StandardCharsets.UTF_8);
      byte[] key = take(rest, rest.getInt());
      int length = rest.getInt();
      reader.take(rows, key, length < 0 ? null : take(rest, length));
    }
  }

  private static byte[] take(ByteBuffer rest, int length) {
    byte[] bytes = new byte[length];
    rest.get(bytes);
    return bytes;
  }

  /**
   * Begins another file in place of all that are there.
   *
   * @param isSynchronous whether anybody will {@link #force} it
   */
  static Journal begin(Path folder, boolean isSynchronous) throws IOException {
    List<Integer> numbers = numbers(folder);
    Journal journal =
        new Journal(folder, isSynchronous, numbers.isEmpty() ? 0 : numbers.getLast() + 1);
    journal.deleteBefore(journal.number);
    return journal;
  }

  private static List<Integer> numbers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(PREFIX))
          .map(name -> Integer.valueOf(name.substring(PREFIX.length())))
          .sorted()
          .toList();
    }
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(PREFIX + number);
  }

  private RandomAccessFile create() throws IOException {
    RandomAccessFile created = new RandomAccessFile(file(folder, number).toFile(), "rw");
    length.set(0);
    if (isSynchronous) {
      forceFolder();
    }
    return created;
  }

  /** So that the file is found again; not all systems can do that, or need it. */
  private void forceFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException noChannelOfAFolder) {
      // Then there is nothing to be done.
    }
  }

  private static long checksum(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return crc.getValue();
  }

  /** Adds to the entry that is written next; no value is a row that goes. */
  void add(byte[] rows, byte[] key, byte @Nullable [] value) {
    try {
      if (entry.size() == 0) {
        out.write(new byte[HEADER]);
      }
      add(rows);
      add(key);
      if (value == null) {
        out.writeInt(-1);
      } else {
        add(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Forgets the entry. */
  void discard() {
    entry.reset();
  }

  /**
   * Hands the entry to the system, which outlives the process. What is left of one that failed is
   * written over.
   */
  void write() throws IOException {
    byte[] bytes = entry.toByteArray();
    entry.reset();
    int content = bytes.length - HEADER;
    ByteBuffer.wrap(bytes).putInt(content).putLong(checksum(bytes, HEADER, content));
    if (file.getFilePointer() != length.get()) {
      file.seek(length.get());
    }
    file.write(bytes);
    length.addAndGet(bytes.length);
    written.addAndGet(bytes.length);
  }

  /** Waits until the disk has all that was written; one waits for all who come meanwhile. */
  void force() throws IOException {
    long needed = written.get();
    synchronized (forcing) {
      if (forced < needed) {
        sync();
      }
    }
  }

  private void sync() throws IOException {
    long reached = written.get();
    file.getFD().sync();
    forced = reached;
  }

  /** Whether nothing was written since the file was begun. */
  boolean isEmpty() {
    return length.get() == 0;
  }

  /** Begins another file; returns its number. Nobody may write meanwhile. */
  int rotate() throws IOException {
    synchronized (forcing) {
      if (isSynchronous) {
        sync();
      }
      file.close();
      number++;
      file = create();
      return number;
    }
  }

  /** Deletes the files before one. */
  void deleteBefore(int first) throws IOException {
    for (int each : numbers(folder)) {
      if (each < first) {
        Files.delete(file(folder, each));
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
