// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A webhook on this machine that remembers what it was sent. */
record HttpReceiver(HttpServer server, Queue<Received> received) implements AutoCloseable {
  /** A request as it came. */
  record Received(String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.get(name).getFirst();
    }
  }

  static HttpReceiver start(HttpHandler handler) throws IOException {
    return start(HttpServer.create(), handler);
  }

  /** Starts a server that is not bound yet. */
  static HttpReceiver start(HttpServer server, HttpHandler handler) throws IOException {
    Queue<Received> received = new ConcurrentLinkedQueue<>();
    server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1000);
    server.setExecutor(Senders.THREADS);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(
              new Received(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders(),
                  body));
          handler.handle(exchange);
          exchange.close();
        });
    server.start();
    return new HttpReceiver(server, received);
  }

  static HttpReceiver answering(int status) throws IOException {
    return start(exchange -> answer(exchange, status));
  }

  static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] answer = "thanks".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
