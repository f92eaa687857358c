// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import picocli.CommandLine;

/**
 * A training run for Java's ahead-of-time cache (JEP 483, JEP 515): reads options as {@link Main}
 * does, starts the runtime, makes the usual requests some times, and ends. The build records it, so
 * that users start with classes that are linked.
 */
final class Training {
  private static final int ROUNDS = 50;

  private final HttpClient client;
  private final URI base;

  private Training(HttpClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  /** Fails if a request does. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new CommandLine(new Main()).parseArgs("--in-memory", "--port", "0");
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.InMemory()));
        HttpClient client = HttpClient.newHttpClient()) {
      new Training(client, runtime.baseUri()).run();
      runtime.awaitQueues();
    }
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    send("PUT", "/v2/queues/training", "{}");
    for (int round = 0; round < ROUNDS; round++) {
      String posted =
          send("POST", "/v2/queues/training/messages", "{\"messages\":[{\"body\":{\"a\":1}}]}");
      send("GET", posted.substring(posted.indexOf("/v2/"), posted.indexOf("\"]")), "");
      send("GET", "/v2/queues/training/messages?echo=true", "");
      send("POST", "/v2/queues/training/claims", "{\"ttl\":60,\"grace\":60}");
      send("GET", "/v2/queues/training/stats", "");
      send("DELETE", "/v2/queues/training/messages?pop=1", "");
    }
    send("DELETE", "/v2/queues/training", "");
  }

  private String send(String method, String target, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(target))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
            .header("X-Project-ID", "training")
            .header("Content-Type", "application/json")
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(method + " " + target + ": " + response.body());
    }
    return response.body();
  }
}
