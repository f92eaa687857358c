// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A webhook on this machine that takes what it is told. */
record Hook(HttpServer server, Set<String> told) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  static Hook start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    Hook hook = new Hook(HttpServer.create(anyPort, 0), ConcurrentHashMap.newKeySet());
    hook.server.createContext("/", hook::take);
    hook.server.start();
    return hook;
  }

  private void take(HttpExchange visit) throws IOException {
    try (visit) {
      told.add(JSON.readTree(visit.getRequestBody()).path("body").asText());
      visit.sendResponseHeaders(204, -1);
    }
  }

  /** Subscribes to a queue, without being asked whether it wants that. */
  void subscribe(Queue queue) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    String subscription = "{'subscriber': '" + url + "', 'ttl': 3600}";
    queue.site().call(201, "POST", queue.path() + "/subscriptions", subscription);
  }

  /** Returns once it was told of all these bodies. */
  void awaitAll(Set<String> bodies) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!told.containsAll(bodies)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("was told of " + told + " alone");
      }
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
