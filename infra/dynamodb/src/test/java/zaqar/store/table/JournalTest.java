// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void replay_takesBackEntriesInTheirOrder() throws IOException {
    try (Journal journal = Journal.begin(folder, true)) {
      write(journal, "a=1", "b=2");
      journal.rotate();
      write(journal, "a=3");
      journal.force();
      write(journal, "b=");
    }
    assertThat(replayed()).containsExactly("a=1", "b=2", "a=3", "b=");
  }

  @Test
  void replay_endsAtAnEntryThatIsNotWhole() throws IOException {
    try (Journal journal = Journal.begin(folder, false)) {
      write(journal, "a=1", "b=2");
      write(journal, "c=3", "d=4");
    }
    Path file = folder.resolve("journal-0");
    byte[] whole = Files.readAllBytes(file);
    for (int length = whole.length / 2; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(replayed()).as("of %s bytes", length).containsExactly("a=1", "b=2");
      byte[] wrong = whole.clone();
      wrong[length] ^= 1;
      Files.write(file, wrong);
      assertThat(replayed()).as("with a wrong byte at %s", length).containsExactly("a=1", "b=2");
    }
  }

  @Test
  void discard_leavesNothingForTheNextEntry() throws IOException {
    try (Journal journal = Journal.begin(folder, false)) {
      add(journal, "a=1");
      journal.discard();
      write(journal, "b=2");
    }
    assertThat(replayed()).containsExactly("b=2");
  }

  private static void write(Journal journal, String... rows) throws IOException {
    for (String row : rows) {
      add(journal, row);
    }
    journal.write();
  }

  private static void add(Journal journal, String row) {
    String[] parts = row.split("=", 2);
    journal.add(
        "rows".getBytes(StandardCharsets.UTF_8),
        parts[0].getBytes(StandardCharsets.UTF_8),
        parts[1].isEmpty() ? null : parts[1].getBytes(StandardCharsets.UTF_8));
  }

  private List<String> replayed() throws IOException {
    List<String> all = new ArrayList<>();
    Journal.replay(
        folder,
        (rows, key, value) ->
            all.add(
                new String(key, StandardCharsets.UTF_8)
                    + "="
                    + (value == null ? "" : new String(value, StandardCharsets.UTF_8))));
    return all;
  }
}
