// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import zaqar.store.api.NoAnswer;
import zaqar.store.api.Protocol;

/**
 * The store for other programs of this machine, on the loopback alone. What a browser sends for a
 * page, which says its origin, is refused, and so is what was sent to another host's name, which
 * some page may have led here.
 */
public final class Endpoint implements AutoCloseable {
  private static final int LONGEST_REQUEST = 32 << 20;
  private static final int FORBIDDEN = 403;
  private static final int TOO_LONG = 413;

  static {
    // The server reads it once. Without it each answer waits 40 ms for an acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private Endpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any free one
   * @throws IOException if another program has the port
   */
  public static Endpoint open(Protocol protocol, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    Endpoint endpoint = new Endpoint(server, threads);
    server.createContext("/", exchange -> endpoint.answer(protocol, exchange));
    server.start();
    return endpoint;
  }

  private boolean isOfAProgram(Headers headers) {
    int port = server.getAddress().getPort();
    String host = headers.getFirst("Host");
    boolean isOurs = (uri().getAuthority().equals(host) || ("localhost:" + port).equals(host));
    return isOurs && !headers.containsKey("Origin");
  }

  private void answer(Protocol protocol, HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isOfAProgram(exchange.getRequestHeaders())) {
        exchange.sendResponseHeaders(FORBIDDEN, -1);
        return;
      }
      byte[] request = exchange.getRequestBody().readNBytes(LONGEST_REQUEST);
      if (request.length == LONGEST_REQUEST) {
        exchange.sendResponseHeaders(TOO_LONG, -1);
        return;
      }
      String target = exchange.getRequestHeaders().getFirst(Protocol.TARGET);
      Protocol.Answer answer;
      try {
        answer = protocol.answer(target, request);
      } catch (NoAnswer e) {
        // The connection ends with the exchange.
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /** Where it listens. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
