// SPDX-License-Identifier: Apache-2.0
package zaqar.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import zaqar.local.failure.CannotStart;
import zaqar.local.gateway.ServerProperties;

/**
 * HTTP on the loopback address and a free port, for a service of AWS that the runtime plays. It is
 * for programs of this machine: what a browser sends for a page, which says its origin, is refused,
 * and so is what was sent to another host's name, which some page may have led here.
 */
public final class Endpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Endpoint(HttpServer server) {
    this.server = server;
  }

  /** Starts it; {@code what} is what clients send, for who reads that it cannot listen. */
  public static Endpoint start(String what, HttpHandler handler) {
    ServerProperties.set();
    try {
      Endpoint endpoint =
          new Endpoint(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      endpoint.server.createContext("/", handler).getFilters().add(new Programs(endpoint));
      endpoint.server.setExecutor(endpoint.threads);
      endpoint.server.start();
      return endpoint;
    } catch (IOException e) {
      throw new CannotStart("cannot listen for " + what + ": " + e.getMessage(), e);
    }
  }

  /** Lets programs of this machine pass. */
  private static final class Programs extends Filter {
    private static final int FORBIDDEN = 403;

    private final Endpoint endpoint;

    Programs(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      Headers headers = exchange.getRequestHeaders();
      int port = endpoint.uri().getPort();
      boolean isOurs =
          Stream.of(endpoint.uri().getHost(), "localhost")
              .anyMatch(host -> (host + ":" + port).equals(headers.getFirst("Host")));
      if (isOurs && !headers.containsKey("Origin")) {
        chain.doFilter(exchange);
      } else {
        exchange.sendResponseHeaders(FORBIDDEN, -1);
        exchange.close();
      }
    }

    @Override
    public String description() {
      return "for programs of this machine";
    }
  }

  /** Answers a request with JSON. */
  public static void send(HttpExchange exchange, int status, String contentType, JsonNode answer)
      throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Where clients reach it. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Takes no more requests, and interrupts those under way. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
