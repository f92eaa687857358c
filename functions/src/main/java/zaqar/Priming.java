// SPDX-License-Identifier: Apache-2.0
package zaqar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import zaqar.auth.SignedUrl;
import zaqar.auth.UrlSigner;
import zaqar.dynamodb.Platform;
import zaqar.http.ApiGateway;
import zaqar.http.Json;
import zaqar.names.ProjectId;

/**
 * Primes a function with requests that run all of its code and change nothing: they read what does
 * not exist, and ask for what is refused. They are signed, so that every access mode lets them
 * pass, and use a random project. If the store is away they get an answer like all others.
 *
 * @param function the name of its class
 * @param log takes what failed
 */
record Priming(
    String function,
    Gateways gateways,
    UrlSigner signer,
    Platform platform,
    Consumer<RuntimeException> log)
    implements Runnable {
  private static final String QUEUE = "/v2/queues/{queue_name}";
  private static final String MESSAGES = QUEUE + "/messages";
  private static final String CLAIMS = QUEUE + "/claims";
  private static final String NO_CLAIM = "0".repeat(26);
  private static final Duration LIFE = Duration.ofMinutes(5);

  record Gateways(ApiGateway home, ApiGateway queues, ApiGateway messages, ApiGateway claims) {}

  @Override
  public void run() {
    try {
      switch (function) {
        case "zaqar.HomeFunction" -> ask(gateways.home(), "GET", "/v2/ping", "");
        case "zaqar.QueuesFunction" -> ask(gateways.queues(), "GET", QUEUE, "");
        case "zaqar.MessagesFunction" -> ask(gateways.messages(), "GET", MESSAGES, "");
        case "zaqar.ClaimsFunction" -> ask(gateways.claims(), "GET", CLAIMS + "/{claim_id}", "");
        default -> {}
      }
      ask(gateways.claims(), "POST", CLAIMS, "{\"ttl\": 0}");
      ask(gateways.messages(), "POST", MESSAGES, "{\"messages\": []}");
    } catch (RuntimeException e) {
      log.accept(e);
    }
  }

  private void ask(ApiGateway gateway, String method, String resource, String body) {
    byte[] event = Json.write(event(method, resource, body)).getBytes(StandardCharsets.UTF_8);
    try {
      gateway.answer(new ByteArrayInputStream(event), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode event(String method, String resource, String body) {
    ProjectId project =
        new ProjectId(
            "priming-" + new UUID(platform.random().nextLong(), platform.random().nextLong()));
    String path = resource.replace("{queue_name}", "none").replace("{claim_id}", NO_CLAIM);
    SignedUrl url = SignedUrl.of(path, method, project, platform.clock().instant().plus(LIFE));
    ObjectNode event = Json.object();
    event.put("httpMethod", method).put("resource", resource).put("path", path).put("body", body);
    event.putObject("pathParameters").put("queue_name", "none").put("claim_id", NO_CLAIM);
    event
        .putObject("headers")
        .put("Client-ID", new UUID(0, 0).toString())
        .put("Content-Type", "application/json")
        .put("X-Project-ID", project.value())
        .put("URL-Paths", path)
        .put("URL-Methods", method)
        .put("URL-Expires", url.expires())
        .put("URL-Signature", signer.sign(url));
    return event;
  }
}
