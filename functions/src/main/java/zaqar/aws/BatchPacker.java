// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Packs entries into calls, in order: as many into each as it takes, by their number and by their
 * bytes. AWS counts bytes of UTF-8, and all entries of a call together.
 */
public final class BatchPacker<E> {
  /**
   * The bytes that one call to EventBridge or SQS takes, and one entry of it. Both take 256 KB in
   * every region, and by now 1 MB in most; what they add to an entry counts as well.
   */
  public static final int MOST_BYTES = 250_000;

  /** The entries that one call takes. */
  static final int MOST_ENTRIES = 10;

  private final int mostEntries;
  private final int mostBytes;
  private final Consumer<List<E>> calls;
  private List<E> entries = new ArrayList<>();
  private int bytes;

  /**
   * Packs into what holds so much.
   *
   * @param calls takes each of them as soon as it is full
   */
  public BatchPacker(int mostEntries, int mostBytes, Consumer<List<E>> calls) {
    this.mostEntries = mostEntries;
    this.mostBytes = mostBytes;
    this.calls = calls;
  }

  /** Packs into calls of EventBridge or SQS. */
  static <E> BatchPacker<E> intoCalls(Consumer<List<E>> calls) {
    return new BatchPacker<>(MOST_ENTRIES, MOST_BYTES, calls);
  }

  /** Adds an entry of so many bytes. One that is too large on its own has a call of its own. */
  public void add(E entry, int size) {
    if (entries.size() == mostEntries || bytes + size > mostBytes) {
      finish();
    }
    entries.add(entry);
    bytes += size;
  }

  /** Makes the last call. */
  public void finish() {
    if (!entries.isEmpty()) {
      List<E> full = entries;
      entries = new ArrayList<>();
      bytes = 0;
      calls.accept(full);
    }
  }

  /** The size of a text as AWS counts it. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
