// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import zaqar.local.failure.CannotStart;

/**
 * The folder of one runtime, locked while it runs: {@code store/} with the tables, {@code sqs/}
 * with messages, {@code streams/} with positions in the streams of another store, {@code secrets/}
 * with the key of KMS, too, and {@code lock} with the runtime's own process id.
 */
public final class DataFolder implements AutoCloseable {
  private static final String STORE = "store";
  private static final Set<PosixFilePermission> OF_FILES =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> OF_FOLDERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path path;
  private final FileChannel lock;
  private final boolean isTemporary;

  private DataFolder(Path path, FileChannel lock, boolean isTemporary) {
    this.path = path;
    this.lock = lock;
    this.isTemporary = isTemporary;
  }

  /**
   * Makes the folder if need be, and locks it.
   *
   * @throws CannotStart if it cannot be written, another runtime holds it, or what is in it was
   *     kept by DynamoDB Local for an earlier release
   */
  public static DataFolder open(Path folder) {
    return open(folder, false);
  }

  private static DataFolder open(Path folder, boolean isTemporary) {
    Path path = folder.toAbsolutePath().normalize();
    requireNoEarlierStore(path);
    try {
      Path store = path.resolve(STORE);
      Files.createDirectories(store);
      for (Path each : List.of(path, store)) {
        keepToOwner(each, OF_FOLDERS);
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String holder = Files.readString(path.resolve("lock")).strip();
        channel.close();
        throw new CannotStart("process " + holder + " already runs on the data in " + path);
      }
      keepToOwner(path.resolve("lock"), OF_FILES);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return new DataFolder(path, channel, isTemporary);
    } catch (IOException e) {
      throw new CannotStart("cannot write to the data folder " + path, e);
    }
  }

  private static void requireNoEarlierStore(Path path) {
    if (Files.exists(path.resolve("dynamodb").resolve("shared-local-instance.db"))) {
      throw new CannotStart(
          "DynamoDB Local has kept the data in "
              + (path + ", which this release cannot read;")
              + " move the folder away, or give another by --data");
    }
  }

  /**
   * Nobody else reads what is in the folder: bodies in clear, and secrets. File systems without
   * such permissions have none to set.
   */
  private static void keepToOwner(Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /** A folder of its own among the system's temporary files, removed in the end. */
  public static DataFolder temporary() {
    try {
      return open(Files.createTempDirectory("zaqar-"), true);
    } catch (IOException e) {
      throw new CannotStart("cannot make a temporary folder", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The messages of SQS. */
  public Path sqs() {
    return path.resolve("sqs");
  }

  /** How far functions have come in streams. */
  public Path streams() {
    return path.resolve("streams");
  }

  /** What the template has AWS make up, and what AWS keeps itself. */
  public Path secrets() {
    return path.resolve("secrets");
  }

  /** The store's files. */
  Path store() {
    return path.resolve(STORE);
  }

  /** Lets another runtime have it. */
  @Override
  public void close() {
    try {
      lock.close();
      if (isTemporary) {
        remove();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
