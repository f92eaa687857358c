// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import zaqar.local.failure.CannotStart;

/**
 * An HTTP API on the loopback address that behaves as API Gateway's does where functions can tell:
 * routes, events of payload format 1.0, limits, and the gateway's own errors.
 */
public final class Gateway implements AutoCloseable {
  /** How long API Gateway waits for a function. */
  public static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(30);

  private static final int GRACE_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private boolean serving;
  private boolean closed;

  private Gateway(HttpServer server) {
    this.server = server;
  }

  /**
   * Takes a port, and lets clients wait there until {@link #serve}.
   *
   * @param port 0 for any free one
   * @throws CannotStart if the port is taken, or no port
   */
  public static Gateway bind(int port) {
    ServerProperties.set();
    try {
      return new Gateway(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStart(
          "cannot listen on port "
              + port
              + ": "
              + e.getMessage()
              + "; choose another with --port N",
          e);
    }
  }

  /** Where clients reach it. */
  public URI baseUri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /**
   * Begins to answer.
   *
   * @param timeout how long a function may take
   */
  public synchronized void serve(Routes<LambdaFunction> routes, Duration timeout) {
    server.createContext("/", new GatewayHandler(routes, new Invocations(threads, timeout)));
    server.setExecutor(threads);
    server.start();
    serving = true;
  }

  /** Takes no more requests, and gives those under way two seconds. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.stop(serving ? GRACE_SECONDS : 0);
      threads.shutdownNow();
    }
  }
}
