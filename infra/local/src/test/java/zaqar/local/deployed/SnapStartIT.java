// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.local.Checkout;
import zaqar.local.aws.Clients;
import zaqar.local.template.FunctionResource;

/**
 * Functions that are started for a snapshot: the runtime interface client calls their hooks as it
 * does on Lambda, and goes on at once, since nothing here can keep a process and restore it.
 */
class SnapStartIT {
  private static final Cloud CLOUD = new Cloud(Map.of());
  private static final int POSTS = 20;

  private final ObjectMapper json = new ObjectMapper();
  @TempDir private Path folder;

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  private ExecutionEnvironment start(TaskRoot root, Map<String, String> more) throws IOException {
    FunctionResource function = CLOUD.function("MessagesFunction");
    Map<String, String> variables = new HashMap<>(CLOUD.variables(function));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    variables.putAll(more);
    List<String> options = new ArrayList<>(ExecutionEnvironment.onDemand(function));
    options.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    return ExecutionEnvironment.start(function, root, variables, options);
  }

  private static byte[] post() throws IOException {
    return Files.readAllBytes(
        Checkout.current().root().resolve("events/MessagesFunction/post-messages.json"));
  }

  private JsonNode answer(ExecutionEnvironment environment) throws IOException {
    Outcome outcome = environment.invoke(post());
    assertThat(outcome).isInstanceOf(Outcome.Answer.class);
    return json.readTree(((Outcome.Answer) outcome).json());
  }

  private static int items(String table) {
    String endpoint = CLOUD.variables(CLOUD.function("MessagesFunction")).get("AWS_ENDPOINT_URL");
    try (DynamoDbClient client = Clients.client(DynamoDbClient.builder(), URI.create(endpoint))) {
      return client.scan(r -> r.tableName(table)).count();
    }
  }

  @Test
  void instances_primeWithoutATraceAndMakeIdsOfTheirOwn() throws IOException {
    TaskRoot root = TaskRoot.unpack(folder);
    Map<String, String> variables = CLOUD.variables(CLOUD.function("MessagesFunction"));
    try (ExecutionEnvironment one = start(root, Map.of());
        ExecutionEnvironment other = start(root, Map.of())) {
      one.init();
      other.init();

      assertThat(String.join("\n", one.output())).contains("priming-");
      assertThat(items(variables.get("CONTROL_TABLE"))).isZero();
      assertThat(items(variables.get("MESSAGE_TABLE"))).isZero();

      Set<String> ids = new HashSet<>();
      for (int i = 0; i < POSTS; i++) {
        for (ExecutionEnvironment instance : List.of(one, other)) {
          JsonNode answer = answer(instance);
          assertThat(answer.path("statusCode").asInt()).isEqualTo(201);
          ids.add(answer.path("body").asText());
        }
      }
      assertThat(ids).hasSize(2 * POSTS);
    }
  }

  @Test
  void snapshot_isTakenAlsoWhereTheStoreIsAway() throws IOException {
    TaskRoot root = TaskRoot.unpack(folder);
    try (ExecutionEnvironment away =
        start(root, Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"))) {
      away.init();

      assertThat(answer(away).path("statusCode").asInt()).isEqualTo(503);
    }
  }
}
