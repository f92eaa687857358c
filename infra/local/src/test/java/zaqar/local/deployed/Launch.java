// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.Template;

/**
 * How Lambda starts a function.
 *
 * @param function as in the template
 * @param root what it has on its disk
 * @param javaOptions for the machine it runs on
 */
record Launch(FunctionResource function, TaskRoot root, List<String> javaOptions) {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client";

  Launch {
    javaOptions = List.copyOf(javaOptions);
  }

  /** What the function is called where nobody gave it a name. */
  static String name(FunctionResource function) {
    return Template.STACK_NAME + "-" + function.name();
  }

  /**
   * The command, with no variables but those of the template and of Lambda.
   *
   * @param api host and port of the Runtime API
   * @param stream the name of its part of the log
   */
  ProcessBuilder command(String api, String stream) {
    ProcessBuilder command = new ProcessBuilder(words());
    command.directory(root.folder().toFile());
    command.environment().clear();
    command.environment().putAll(function.environment());
    command.environment().putAll(variables(api, stream));
    return command;
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(javaOptions);
    // The client has a native part; nothing else here needs to be allowed anything.
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-D" + CLIENT + ".runtimeapi.NativeClient.JNI=" + root.library());
    words.addAll(List.of("-cp", root.client() + "/*"));
    words.addAll(List.of(CLIENT + ".AWSLambda", function.handler()));
    return words;
  }

  private Map<String, String> variables(String api, String stream) {
    Map<String, String> variables = new HashMap<>();
    variables.put("_HANDLER", function.handler());
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
    variables.put("AWS_LAMBDA_FUNCTION_NAME", name(function));
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name(function));
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    variables.put("AWS_LAMBDA_RUNTIME_API", api);
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.put("LAMBDA_TASK_ROOT", root.folder().toString());
    variables.put("LANG", "en_US.UTF-8");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("TZ", ":UTC");
    return variables;
  }
}
