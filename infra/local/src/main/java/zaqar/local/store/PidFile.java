package zaqar.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import zaqar.local.failure.CannotStart;

/**
 * Remembers a process beyond the life of who started it: its id, which it writes itself before it
 * does anything else. A process counts as the same only if its command line agrees, too.
 */
final class PidFile {
  private static final Duration TIME_TO_END = Duration.ofSeconds(10);
  private static final Duration TIME_TO_BE_COLLECTED = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path file;

  PidFile(Path file) {
    this.file = file;
  }

  /** Where the id is written to. */
  Path path() {
    return file;
  }

  /** Forgets it. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Ends the remembered process if it still runs, and forgets it.
   *
   * @param marks what its command line must contain
   * @return its id, if it had to be ended
   * @throws CannotStart if it will not end
   */
  Optional<Long> endOrphan(List<String> marks) throws IOException {
    Optional<ProcessHandle> orphan = find(marks);
    orphan.ifPresent(PidFile::end);
    delete();
    return orphan.map(ProcessHandle::pid);
  }

  /** Asks a process to end, and after ten seconds makes it. */
  static void end(ProcessHandle process) {
    process.destroy();
    if (!endsInTime(process)) {
      process.destroyForcibly();
      if (!endsInTime(process)) {
        throw new CannotStart("process " + process.pid() + " does not end");
      }
    }
  }

  private Optional<ProcessHandle> find(List<String> marks) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          .filter(process -> marks.stream().allMatch(commandLine(process)::contains));
    } catch (NumberFormatException halfWritten) {
      return Optional.empty();
    }
  }

  /** Empty for a process that has ended and that its parent has not collected yet. */
  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static boolean endsInTime(ProcessHandle process) {
    boolean ended = comesTrue(TIME_TO_END, () -> commandLine(process).isEmpty());
    // Its files are closed a moment later; nobody may ever collect an orphan.
    comesTrue(ended ? TIME_TO_BE_COLLECTED : Duration.ZERO, () -> !process.isAlive());
    return ended;
  }

  private static boolean comesTrue(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      Pause.of(LOOK_AGAIN);
    }
    return true;
  }
}
