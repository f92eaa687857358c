// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that a process really takes. */
final class ResidentSet {
  private static final Path PROC = Path.of("/proc");
  private static final String LINE = "VmRSS:";

  private ResidentSet() {}

  /** Its size; empty if there is no such process any more. */
  static OptionalLong kilobytes(long pid) throws IOException {
    return Files.exists(PROC.resolve("self")) ? inProc(pid) : byPs(pid);
  }

  private static OptionalLong inProc(long pid) throws IOException {
    try {
      return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (NoSuchFileException gone) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong byPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    String size = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return size.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size));
  }
}
