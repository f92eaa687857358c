// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * Receivers of webhooks, who want what they are asked for: each answers with the status that its
 * path is, the slow one late.
 */
record Receivers(HttpServer server) implements AutoCloseable {
  private static final String SLOW = "/slow";
  private static final Duration LATE = Duration.ofMillis(2500);

  static Receivers start() throws IOException {
    Receivers receivers =
        new Receivers(
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
    receivers.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receivers.server.createContext("/", Receivers::answer);
    receivers.server.start();
    return receivers;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      boolean isQuestion = body.contains("Confirmation\"");
      if (!isQuestion && path.equals(SLOW)) {
        Wait.pass(LATE);
      }
      if (isQuestion) {
        Consent.give(body);
      }
      int status = path.equals(SLOW) ? 503 : Integer.parseInt(path.substring(1));
      exchange.sendResponseHeaders(isQuestion ? 204 : status, -1);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Subscribes a receiver of this queue alone, which confirms; returns the subscription's id. */
  String subscribe(Queue queue, String path, String options) {
    String body =
        "{'subscriber': '"
            + url(path)
            + "?"
            + queue.name()
            + "', 'ttl': 300, 'options': "
            + options
            + "}";
    String id = queue.subscribe(body).expect(201).json().path("subscription_id").asText();
    Consent.await(queue, id);
    return id;
  }

  String subscribe(Queue queue, String path) {
    return subscribe(queue, path, "{}");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
