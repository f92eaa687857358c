// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to start the program as Maven has packaged it. What a start loads is recorded once, as
 * infra/start.sh does: without that a start takes twice as much of the processor.
 */
final class Packaged {
  private static final Path TARGET = Checkout.current().root().resolve("infra/local/target");
  private static final Path JAR = TARGET.resolve("local.jar");
  private static final String PROGRAM =
      JAR + File.pathSeparator + TARGET.resolve("lib").resolve("*");
  private static final Path CACHE = cache();

  private Packaged() {}

  /** A command that starts a class of the program, or of its tests. */
  static List<String> command(Class<?> main, List<String> javaOptions) {
    List<String> command = java();
    command.addAll(List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off"));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", PROGRAM + File.pathSeparator + TARGET.resolve("test-classes")));
    command.add(main.getName());
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow"); // as infra/start.sh does
    command.add("-D" + Checkout.PROPERTY + "=" + Checkout.current().root());
    // It lives for seconds, in which a better compiler costs more than it gains.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    return command;
  }

  /** Of several processes of tests one records. */
  private static Path cache() {
    Path cache = TARGET.resolve("child.aot");
    try (FileChannel file =
            FileChannel.open(
                TARGET.resolve("child.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (lock.isValid() && !isNewerThanTheProgram(cache)) {
        record(cache);
      }
      return cache;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNewerThanTheProgram(Path cache) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(JAR)) > 0;
  }

  private static void record(Path cache) throws IOException, InterruptedException {
    Path log = TARGET.resolve("child.log");
    List<String> command = java();
    command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-cp", PROGRAM));
    command.add(Training.class.getName());
    Process training =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!training.waitFor(60, TimeUnit.SECONDS) || training.exitValue() != 0) {
      training.destroyForcibly();
      throw new AssertionError("no start was recorded: " + Files.readString(log));
    }
  }
}
