// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import zaqar.local.LocalRuntime;

/** A runtime with the pools {@code default}, {@code a} and {@code b}, and one who may do all. */
record Site(URI base, MessageTables tables) {
  static final String PROJECT = "pools";
  static final List<String> POOLS = List.of("default", "a", "b");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Looks at a runtime whose pools may be registered already. */
  static Site of(LocalRuntime runtime) {
    return new Site(runtime.baseUri(), new MessageTables(runtime.dynamoDbEndpoint()));
  }

  /** Registers a pool, with weight 1. */
  void register(String pool) {
    String uri = "dynamodb://" + MessageTables.of(pool);
    call(201, "PUT", "/pools/" + pool, "{'weight': 1, 'uri': '%s'}".formatted(uri));
  }

  /** Says how often a pool is chosen. */
  void weigh(String pool, int weight) {
    call(200, "PATCH", "/pools/" + pool, "{'weight': %d}".formatted(weight));
  }

  /** Has new queues put into one of the pools. */
  void choose(String pool) {
    POOLS.forEach(each -> weigh(each, each.equals(pool) ? 1 : 0));
  }

  /** A queue that does not exist yet. */
  Queue newName() {
    return new Queue(this, "queue-" + UUID.randomUUID());
  }

  /** A new queue in one of the pools. */
  Queue queueIn(String pool, String metadata) {
    choose(pool);
    Queue queue = newName();
    queue.make(metadata);
    return queue;
  }

  /** The answer to a request without a body. */
  JsonNode call(int status, String method, String path) {
    return call(status, method, path, "");
  }

  /**
   * The answer to a request, which must have this status. JSON is written with single quotes; a
   * path begins after {@code /v2}.
   */
  JsonNode call(int status, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/v2" + path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
            .header("X-Project-ID", PROJECT)
            .header("X-Roles", "admin")
            .header("Content-Type", "application/json")
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as("%s %s: %s", method, path, response.body())
          .isEqualTo(status);
      return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    }
  }
}
