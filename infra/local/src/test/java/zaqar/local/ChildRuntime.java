// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runtime as its users have it: a process of its own. */
public final class ChildRuntime implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://[^ ]+)");

  private final Process process;
  private final Path output;

  /** Starts it; {@code output} is the file for all it prints. */
  ChildRuntime(Path output, String... arguments) throws IOException {
    this(output, List.of(), List.of(arguments));
  }

  /** Starts it on a Java machine with options. */
  public ChildRuntime(Path output, List<String> javaOptions, List<String> arguments)
      throws IOException {
    this(output, Main.class, javaOptions, arguments);
  }

  /** Starts it by way of another class; the options may name another checkout. */
  public ChildRuntime(Path output, Class<?> main, List<String> javaOptions, List<String> arguments)
      throws IOException {
    List<String> command = Packaged.command(main, javaOptions);
    command.addAll(arguments);
    this.output = output;
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** All it printed so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Returns once it says that it listens. */
  public ChildRuntime awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!output().contains("listens on")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("does not listen: " + output());
      }
      Thread.sleep(20);
    }
    return this;
  }

  /** Where it listens. */
  public URI baseUri() throws IOException {
    Matcher address = ADDRESS.matcher(output());
    if (!address.find()) {
      throw new AssertionError("does not listen: " + output());
    }
    return URI.create(address.group(1));
  }

  /** Returns its exit code once it has ended. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }

  /** As {@code kill}. */
  void terminate() {
    process.destroy();
  }

  /** As {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
