package zaqar.local.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zaqar.local.template.FunctionResource;

/** Functions of the template, each in an execution environment of its own, and their cloud. */
public final class Deployed implements AutoCloseable {
  private final Path folder;
  private final Cloud cloud;
  private final Map<String, ExecutionEnvironment> environments = new LinkedHashMap<>();

  private Deployed(Path folder, Cloud cloud) {
    this.folder = folder;
    this.cloud = cloud;
  }

  /** All functions, started side by side. */
  public static Deployed all() {
    Cloud cloud = new Cloud(Map.of());
    return start(cloud, cloud.template().functions(), Map.of());
  }

  /** Some functions, each to be invoked so many times at once. */
  static Deployed concurrent(int invocations, String... functions) {
    Cloud cloud = new Cloud(Map.of());
    return start(
        cloud,
        Stream.of(functions).map(cloud::function).toList(),
        Map.of("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(invocations)));
  }

  private static Deployed start(
      Cloud cloud, List<FunctionResource> functions, Map<String, String> more) {
    try {
      Deployed deployed = new Deployed(Files.createTempDirectory("zaqar-deployed"), cloud);
      TaskRoot root = TaskRoot.unpack(deployed.folder);
      for (FunctionResource function : functions) {
        Map<String, String> variables = new HashMap<>(cloud.variables(function));
        variables.putAll(more);
        deployed.environments.put(
            function.name(),
            ExecutionEnvironment.start(
                function, root, variables, ExecutionEnvironment.onDemand(function)));
      }
      return deployed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Cloud cloud() {
    return cloud;
  }

  /** The environment of a function. */
  ExecutionEnvironment of(String function) {
    return environments.get(function);
  }

  /** All environments, by the names of their functions. */
  Map<String, ExecutionEnvironment> environments() {
    return environments;
  }

  @Override
  public void close() {
    environments.values().forEach(ExecutionEnvironment::close);
    cloud.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
