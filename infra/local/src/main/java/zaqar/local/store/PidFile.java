package zaqar.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import zaqar.local.failure.CannotStart;

/**
 * Remembers a process beyond the life of who started it: its id and its start in two lines. A
 * process counts as the same only if id, start and command line all agree.
 */
final class PidFile {
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);
  private static final Duration TIME_TO_END = Duration.ofSeconds(10);
  private static final Duration TIME_TO_BE_COLLECTED = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path file;

  PidFile(Path file) {
    this.file = file;
  }

  /** Remembers a process. */
  void write(ProcessHandle process) throws IOException {
    String start = process.info().startInstant().map(Instant::toString).orElse("unknown");
    Files.writeString(file, process.pid() + "\n" + start + "\n");
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
    List<String> lines = Files.readAllLines(file);
    try {
      Instant start = Instant.parse(lines.get(1));
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(process -> startedAt(process, start))
          .filter(process -> marks.stream().allMatch(commandLine(process)::contains));
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException halfWritten) {
      return Optional.empty();
    }
  }

  private static boolean startedAt(ProcessHandle process, Instant start) {
    return process
        .info()
        .startInstant()
        .filter(actual -> Duration.between(start, actual).abs().compareTo(START_TOLERANCE) <= 0)
        .isPresent();
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
