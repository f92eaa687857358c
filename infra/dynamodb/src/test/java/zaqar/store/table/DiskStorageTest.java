// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest {
  private static final Duration LATE = Duration.ofMillis(5);

  @TempDir Path folder;

  @Test
  void rows_areThoseInMemory() throws IOException {
    Random random = new Random(7);
    Rows<Long> memory = new MemoryRows<>();
    for (int life = 0; life < 4; life++) {
      try (DiskStorage storage = DiskStorage.open(folder, life % 2 == 1, LATE)) {
        Rows<Long> disk = storage.open("rows", Forms.PLACE);
        assertSame(disk, memory, random);
        for (int i = 0; i < 500; i++) {
          write(disk, memory, random);
          storage.commit();
          storage.await();
        }
        assertSame(disk, memory, random);
      }
    }
  }

  private static void write(Rows<Long> disk, Rows<Long> memory, Random random) {
    byte[] key = key(random);
    if (random.nextInt(3) == 0) {
      disk.remove(key);
      memory.remove(key);
    } else {
      long value = random.nextLong();
      disk.put(key, value);
      memory.put(key, value);
    }
  }

  /** Short ones and long ones, with bytes below and above zero. */
  private static byte[] key(Random random) {
    byte[] key = new byte[1 + random.nextInt(2)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(16) * 17);
    }
    return key;
  }

  private static void assertSame(Rows<Long> disk, Rows<Long> memory, Random random) {
    assertThat(disk.size()).isEqualTo(memory.size());
    List<byte[]> froms = new ArrayList<>(List.of(new byte[0]));
    for (int i = 0; i < 50; i++) {
      froms.add(key(random));
    }
    for (byte[] from : froms) {
      assertThat(disk.get(from)).isEqualTo(memory.get(from));
      for (boolean isInclusive : new boolean[] {true, false}) {
        assertThat(all(disk.upwards(from, isInclusive)))
            .isEqualTo(all(memory.upwards(from, isInclusive)));
        assertThat(all(disk.downwards(from, isInclusive)))
            .isEqualTo(all(memory.downwards(from, isInclusive)));
      }
    }
  }

  private static List<String> all(Iterator<Map.Entry<byte[], Long>> rows) {
    List<String> all = new ArrayList<>();
    rows.forEachRemaining(row -> all.add(Arrays.toString(row.getKey()) + "=" + row.getValue()));
    return all;
  }

  @Test
  void rows_ofACommitComeTogetherOrNotAtAll() throws IOException {
    try (DiskStorage storage = DiskStorage.open(folder, false, LATE)) {
      Rows<Long> rows = storage.open("rows", Forms.PLACE);
      rows.put(new byte[] {1}, 1L);
      assertThat(rows.get(new byte[] {1})).as("before the commit").isNull();
      storage.discard();
      rows.put(new byte[] {2}, 2L);
      storage.commit();
      assertThat(rows.get(new byte[] {1})).isNull();
      assertThat(rows.get(new byte[] {2})).isEqualTo(2L);
    }
  }

  @Test
  void sweep_removesWhatNobodyOpens() throws IOException {
    try (DiskStorage storage = DiskStorage.open(folder, false, LATE)) {
      storage.open("old", Forms.PLACE).put(new byte[] {1}, 1L);
      storage.open("new", Forms.PLACE).put(new byte[] {1}, 1L);
      storage.commit();
    }
    try (DiskStorage storage = DiskStorage.open(folder, false, LATE)) {
      storage.open("new", Forms.PLACE);
      storage.sweep();
    }
    try (DiskStorage storage = DiskStorage.open(folder, false, LATE)) {
      assertThat(storage.open("old", Forms.PLACE).size()).isZero();
      assertThat(storage.open("new", Forms.PLACE).size()).isEqualTo(1);
    }
  }

  @Test
  void open_refusesAFolderThatIsInUse() throws IOException {
    try (DiskStorage storage = DiskStorage.open(folder, false, LATE)) {
      assertThat(storage.mostChanges()).isPositive();
      assertThatThrownBy(() -> DiskStorage.open(folder, false, LATE).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("locked");
    }
  }

  @Test
  void interruptedThreads_closeNothing() throws IOException {
    try (DiskStorage storage = DiskStorage.open(folder, true, LATE)) {
      Rows<Long> rows = storage.open("rows", Forms.PLACE);
      for (long i = 0; i < 200; i++) {
        Thread.currentThread().interrupt();
        rows.put(new byte[] {(byte) i}, i);
        storage.commit();
        storage.await();
        assertThat(rows.get(new byte[] {(byte) i})).isEqualTo(i);
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }
}
