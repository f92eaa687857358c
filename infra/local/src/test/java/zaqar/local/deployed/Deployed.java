// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zaqar.local.template.FunctionResource;

/** Functions of the template, each in an execution environment of its own, and their cloud. */
public final class Deployed implements AutoCloseable {
  private final Cloud cloud;
  private final TaskRoot root;
  private final Map<String, ExecutionEnvironment> environments = new LinkedHashMap<>();

  private Deployed(Cloud cloud, TaskRoot root) {
    this.cloud = cloud;
    this.root = root;
  }

  /** All functions, started side by side. */
  public static Deployed all() {
    Cloud cloud = new Cloud(Map.of());
    return start(cloud, cloud.template().functions(), Map.of());
  }

  /** All functions, where each environment takes so many events at once. */
  static Deployed concurrent(int invocations) {
    Cloud cloud = new Cloud(Map.of());
    return start(
        cloud,
        cloud.template().functions(),
        Map.of("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(invocations)));
  }

  /** Some functions. */
  static Deployed of(String... functions) {
    Cloud cloud = new Cloud(Map.of());
    return start(cloud, Stream.of(functions).map(cloud::function).toList(), Map.of());
  }

  private static Deployed start(
      Cloud cloud, List<FunctionResource> functions, Map<String, String> more) {
    Deployed deployed = new Deployed(cloud, unpacked());
    try {
      for (FunctionResource function : functions) {
        Map<String, String> variables = new HashMap<>(cloud.variables(function));
        variables.putAll(more);
        deployed.environments.put(
            function.name(),
            ExecutionEnvironment.start(
                function, deployed.root, variables, ExecutionEnvironment.onDemand(function)));
      }
      deployed.environments.values().forEach(ExecutionEnvironment::init);
      return deployed;
    } catch (RuntimeException | Error e) {
      deployed.close();
      throw e;
    }
  }

  private static TaskRoot unpacked() {
    try {
      return TaskRoot.unpack(Files.createTempDirectory("zaqar-deployed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Cloud cloud() {
    return cloud;
  }

  TaskRoot root() {
    return root;
  }

  /** The environment of a function. */
  ExecutionEnvironment environment(String function) {
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
    root.delete();
  }
}
