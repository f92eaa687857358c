// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import zaqar.local.template.FunctionResource;

/**
 * A process that serves one function as Lambda's do: the zip unpacked, the variables that the
 * template says and that Lambda adds, and no class but the zip's and the client's.
 */
public final class ExecutionEnvironment implements AutoCloseable {
  /** Many start at once. */
  private static final Duration TIME_TO_START = Duration.ofMinutes(4);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RuntimeApi api;
  private final Process process;
  private final Instant started = Instant.now();
  private final Path output;
  private final Path errors;

  private ExecutionEnvironment(RuntimeApi api, ProcessBuilder command, Path logs)
      throws IOException {
    this.api = api;
    output = logs.resolve("stdout");
    errors = logs.resolve("stderr");
    process = command.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    process.onExit().thenRun(() -> api.abandon("the process ended; see " + output));
  }

  /**
   * Starts one, which takes events as soon as it has begun.
   *
   * @param variables what to add to the template's, or say instead
   * @param javaOptions for the machine it runs on; {@link #onDemand} are Lambda's
   */
  public static ExecutionEnvironment start(
      FunctionResource function,
      TaskRoot root,
      Map<String, String> variables,
      List<String> javaOptions) {
    RuntimeApi api = new RuntimeApi(Launch.name(function), function.timeout());
    try {
      Path logs = Files.createTempDirectory(root.folder().getParent(), function.name());
      ProcessBuilder command =
          new Launch(function, root, javaOptions)
              .command(api.address(), String.valueOf(logs.getFileName()));
      command.environment().putAll(variables);
      return new ExecutionEnvironment(api, command, logs);
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException(e);
    }
  }

  /** What the managed runtime is started with, where there is no snapshot. */
  public static List<String> onDemand(FunctionResource function) {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx" + function.memoryMegabytes() * 85 / 100 + "m",
        "-Djava.net.preferIPv4Stack=true");
  }

  /** How long it took from its start to its first question for an event. */
  public Duration init() {
    return Duration.between(started, within(TIME_TO_START, api.ready()));
  }

  /** What it has computed so far, on all processors together. */
  Duration computed() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The most memory that it has had so far, in megabytes, as Linux counts it. */
  long peakMegabytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024;
    }
  }

  /** Gives it an event, and does not wait for what it makes of it. */
  CompletableFuture<Outcome> begin(byte[] event) {
    return api.invoke(event);
  }

  /** What it makes of events that it is given at once, in their order. */
  List<Outcome> invoke(List<byte[]> events) {
    List<CompletableFuture<Outcome>> begun = events.stream().map(this::begin).toList();
    return begun.stream().map(outcome -> within(PATIENCE, outcome)).toList();
  }

  /** Returns once it asks for so many events at the same time. */
  void awaitAsking(int events) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (api.asking() != events) {
      if (System.nanoTime() > end) {
        throw new AssertionError("asks for " + api.asking() + " events, not " + events);
      }
      Thread.sleep(20);
    }
  }

  /** What it makes of an event. */
  public Outcome invoke(byte[] event) {
    return within(PATIENCE, begin(event));
  }

  private <T> T within(Duration limit, CompletableFuture<T> future) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e + "; " + output() + errors(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What came of no invocation that was under way. */
  Queue<String> unexpected() {
    return api.unexpected();
  }

  /** The lines it printed so far. */
  public List<String> output() {
    return lines(output);
  }

  /** The lines it printed so far as errors. */
  public List<String> errors() {
    return lines(errors);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(e.toString());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    api.close();
  }
}
