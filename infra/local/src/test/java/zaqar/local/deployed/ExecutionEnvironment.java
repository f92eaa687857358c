package zaqar.local.deployed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.Template;

/**
 * A process that serves one function as Lambda's do: the zip unpacked, the variables that the
 * template says and that Lambda adds, and no class but the zip's and the client's.
 */
public final class ExecutionEnvironment implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final RuntimeApi api;
  private final Process process;
  private final Instant started = Instant.now();
  private final Path output;
  private final Path errors;

  private ExecutionEnvironment(RuntimeApi api, ProcessBuilder command, Path output, Path errors)
      throws IOException {
    this.api = api;
    this.output = output;
    this.errors = errors;
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
      List<String> javaOptions)
      throws IOException {
    RuntimeApi api = new RuntimeApi(name(function), function.timeout());
    Path logs = Files.createTempDirectory(root.folder().getParent(), function.name());
    ProcessBuilder command = new ProcessBuilder(command(function, root, javaOptions));
    command.directory(root.folder().toFile());
    command.environment().clear();
    command.environment().putAll(function.environment());
    command.environment().putAll(lambdas(function, root, api, logs));
    command.environment().putAll(variables);
    return new ExecutionEnvironment(api, command, logs.resolve("stdout"), logs.resolve("stderr"));
  }

  /** What the managed runtime is started with, where there is no snapshot. */
  public static List<String> onDemand(FunctionResource function) {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx" + function.memoryMegabytes() * 85 / 100 + "m",
        "-Djava.net.preferIPv4Stack=true");
  }

  private static List<String> command(
      FunctionResource function, TaskRoot root, List<String> javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    // For the client itself, which the managed runtime allows both.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add(
        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
            + root.library());
    command.addAll(List.of("-cp", root.client() + "/*", MAIN, function.handler()));
    return command;
  }

  private static Map<String, String> lambdas(
      FunctionResource function, TaskRoot root, RuntimeApi api, Path logs) {
    Map<String, String> variables = new HashMap<>();
    variables.put("_HANDLER", function.handler());
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + function.memoryMegabytes());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", name(function));
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name(function));
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", String.valueOf(logs.getFileName()));
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.put("LAMBDA_TASK_ROOT", root.folder().toString());
    variables.put("LANG", "en_US.UTF-8");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("TZ", ":UTC");
    return variables;
  }

  private static String name(FunctionResource function) {
    return Template.STACK_NAME + "-" + function.name();
  }

  /** How long it took from its start to its first question for an event. */
  public Duration init() {
    return Duration.between(started, within(PATIENCE, api.ready()));
  }

  /** What it has computed so far, on all processors together. */
  Duration computed() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Gives it an event. */
  public CompletableFuture<Outcome> begin(byte[] event) {
    return api.invoke(event);
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
