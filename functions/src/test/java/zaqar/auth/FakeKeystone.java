// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import zaqar.dynamodb.Ticks;
import zaqar.http.Json;
import zaqar.settings.KeystoneSettings;

/** As much of Keystone as validates tokens. It does what its fields say. */
final class FakeKeystone implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  final Map<String, String> tokens = new ConcurrentHashMap<>();
  final Set<String> serviceTokens = ConcurrentHashMap.newKeySet();
  final LoopbackServer server = new LoopbackServer(this::answer);
  Duration serviceLife = Duration.ofHours(1);
  volatile int status;
  volatile String garbage = "";

  /** Knows a token for a project from now on. */
  void add(String token, String project, Instant expires, String... roles) {
    ObjectNode document = document(expires);
    ((ObjectNode) document.path("token")).putObject("project").put("id", project);
    for (String role : roles) {
      ((ObjectNode) document.path("token")).withArray("roles").addObject().put("name", role);
    }
    tokens.put(token, Json.write(document));
  }

  /** Knows a token for no project. */
  void addUnscoped(String token, Instant expires) {
    tokens.put(token, Json.write(document(expires)));
  }

  private static ObjectNode document(Instant expires) {
    ObjectNode document = Json.object();
    document.putObject("token").put("expires_at", expires.toString());
    return document;
  }

  KeystoneSettings settings(String path, String password) {
    return new KeystoneSettings(
        URI.create(server.url() + path),
        "zaqar",
        "Default",
        Optional.of(password),
        "service",
        "Default",
        Duration.ofMinutes(5),
        List.of());
  }

  private LoopbackServer.Answer answer(HttpExchange exchange) {
    if (status != 0) {
      return new LoopbackServer.Answer(status, Map.of(), garbage);
    }
    if (!exchange.getRequestURI().toString().equals("/v3/auth/tokens?nocatalog")) {
      return new LoopbackServer.Answer(300, Map.of(), "{}");
    }
    return exchange.getRequestMethod().equals("POST") ? serve(exchange) : validate(exchange);
  }

  private LoopbackServer.Answer serve(HttpExchange exchange) {
    if (!credentials(exchange)
        .equals(List.of("zaqar", "Default", PASSWORD, "service", "Default"))) {
      return new LoopbackServer.Answer(401, Map.of(), "{}");
    }
    String token = "service-" + new HashSet<>(serviceTokens).size() + "-" + System.nanoTime();
    serviceTokens.add(token);
    return new LoopbackServer.Answer(
        201, Map.of("X-Subject-Token", token), Json.write(document(Ticks.START.plus(serviceLife))));
  }

  private static List<String> credentials(HttpExchange exchange) {
    try {
      JsonNode auth = Json.parse(exchange.getRequestBody().readAllBytes()).path("auth");
      JsonNode user = auth.at("/identity/password/user");
      return List.of(
          user.path("name").asText(),
          user.at("/domain/name").asText(),
          user.path("password").asText(),
          auth.at("/scope/project/name").asText(),
          auth.at("/scope/project/domain/name").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoopbackServer.Answer validate(HttpExchange exchange) {
    if (!serviceTokens.contains(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
      return new LoopbackServer.Answer(401, Map.of(), "{}");
    }
    String found = tokens.get(exchange.getRequestHeaders().getFirst("X-Subject-Token"));
    return found == null
        ? new LoopbackServer.Answer(404, Map.of(), "{}")
        : new LoopbackServer.Answer(200, Map.of(), found);
  }

  @Override
  public void close() {
    server.close();
  }
}
