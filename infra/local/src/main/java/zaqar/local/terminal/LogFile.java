// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to. A full one makes room for the next under its name with {@code
 * .1} behind it, so that both together have a bounded size. The file is made with the first line.
 */
final class LogFile implements AutoCloseable {
  private static final long FULL = 16L * 1024 * 1024;

  private final Path path;
  private final long full;
  private @Nullable Writer writer;
  private long size;

  LogFile(Path path) {
    this(path, FULL);
  }

  /** With another size at which it is full, in characters. */
  LogFile(Path path, long full) {
    this.path = path;
    this.full = full;
  }

  /** Appends a line; it is in the file when this returns. */
  synchronized void append(String line) throws IOException {
    if (writer != null && size >= full) {
      writer.close();
      writer = null;
    }
    if (writer == null) {
      writer = open();
    }
    writer.append(line).append('\n').flush();
    size += line.length() + 1;
  }

  private Writer open() throws IOException {
    size = Files.exists(path) ? Files.size(path) : 0;
    if (size >= full) {
      Path previous = path.resolveSibling(path.getFileName() + ".1");
      Files.move(path, previous, StandardCopyOption.REPLACE_EXISTING);
      size = 0;
    }
    return Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
