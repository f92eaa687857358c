// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path folder;

  @Test
  void lines_areAppendedToThoseOfTheLastRun() throws Exception {
    Path path = folder.resolve("log.json");
    try (LogFile first = new LogFile(path)) {
      first.append("a");
    }
    try (LogFile second = new LogFile(path)) {
      second.append("é");
      assertThat(path).content().isEqualTo("a\né\n");
    }
  }

  @Test
  void fullFile_makesRoomForTheNext() throws Exception {
    Path path = folder.resolve("log.json");
    try (LogFile file = new LogFile(path, 4)) {
      for (String line : "a b c d e".split(" ")) {
        file.append(line);
      }
    }
    assertThat(path).content().isEqualTo("e\n");
    assertThat(folder.resolve("log.json.1")).content().isEqualTo("c\nd\n");
  }
}
