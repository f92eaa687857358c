// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes the place of standard output, where the functions write their log as on Lambda: shows it in
 * the form that was asked for, and keeps it whole in a file.
 */
public final class Log implements AutoCloseable {
  private final PrintStream output;
  private final boolean isText;
  private final Optional<LogFile> file;
  private final Screen screen;
  private final Clock clock;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Log(PrintStream output, Form form, Optional<Path> file, Clock clock) {
    this.output = output;
    this.file = file.map(LogFile::new);
    this.clock = clock;
    isText = form.isText();
    screen = new Screen(form.colours(), ZoneId.systemDefault(), file.isPresent(), clock.instant());
  }

  /**
   * Puts itself before standard output, until it is closed or the process ends.
   *
   * @param file where the log is kept, if it is
   */
  public static Log start(Form form, Optional<Path> file) {
    Log log = new Log(System.out, form, file, Clock.systemUTC());
    System.setOut(new PrintStream(new LineStream(log::take), true, StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(log::close, "log"));
    return log;
  }

  /** Says something that is no line of the log. */
  public void say(String text) {
    output.println(text);
  }

  private void take(String line) {
    if (line.startsWith("{")) {
      file.ifPresent(kept -> append(kept, line));
    }
    if (isText) {
      screen.show(line).forEach(output::println);
    } else {
      output.println(line);
    }
  }

  private static void append(LogFile file, String line) {
    try {
      file.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what was asked of the service, once, and gives standard output back. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    System.setOut(output);
    if (isText) {
      output.println();
      output.println(screen.summary(clock.instant()));
    }
    file.ifPresent(Log::end);
  }

  private static void end(LogFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
