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
 * The folder of one runtime, locked while it runs: {@code dynamodb/} with the data, {@code
 * dynamodb.log}, {@code store.pid}, {@code sqs/} with messages, {@code streams/} with positions,
 * {@code secrets/} with the key of KMS, too, and {@code lock} with the runtime's own process id.
 */
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OF_FILES =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> OF_FOLDERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path path;
  private final FileChannel lock;

  private volatile boolean passing;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if need be, and locks it.
   *
   * @throws CannotStart if it cannot be written, or another runtime holds it
   */
  public static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path.resolve("dynamodb"));
      for (Path each : List.of(path, path.resolve("dynamodb"))) {
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
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new CannotStart("cannot write to the data folder " + path, e);
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

  /**
   * A folder of its own among the system's temporary files, removed in the end unless its log is
   * still of use.
   */
  public static DataFolder temporary() {
    try {
      DataFolder folder = open(Files.createTempDirectory("zaqar-"));
      folder.passing = true;
      return folder;
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

  /** Lets {@link #close} leave the log behind. */
  void keep() {
    passing = false;
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
  Path data() {
    return path.resolve("dynamodb");
  }

  /** What the store prints. */
  Path log() {
    return path.resolve("dynamodb.log");
  }

  /** The process of the store. */
  PidFile pidFile() {
    return new PidFile(path.resolve("store.pid"));
  }

  /** Lets another runtime have it. */
  @Override
  public void close() {
    try {
      lock.close();
      if (passing) {
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
