// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import zaqar.local.failure.CannotStart;
import zaqar.store.http.LoopbackServer;

/**
 * An HTTP API on the loopback address that behaves as API Gateway's does where functions can tell:
 * routes, events of payload format 1.0, limits, and the gateway's own errors.
 */
public final class Gateway implements AutoCloseable {
  /** How long API Gateway waits for a function. */
  public static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final LoopbackServer server;
  private final ExecutorService functions = Executors.newVirtualThreadPerTaskExecutor();
  private boolean closed;

  private Gateway(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Takes a port, and lets clients wait there until {@link #serve}.
   *
   * @param port 0 for any free one
   * @throws CannotStart if the port is taken, or no port
   */
  public static Gateway bind(int port) {
    try {
      return new Gateway(LoopbackServer.bind(port));
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
    return server.uri();
  }

  /**
   * Begins to answer.
   *
   * @param timeout how long a function may take
   */
  public void serve(Routes<LambdaFunction> routes, Duration timeout) {
    server.serve(
        GatewayHandler.MOST_BODY_BYTES,
        new GatewayHandler(routes, new Invocations(functions, timeout)));
  }

  /** Takes no more requests, and gives those under way two seconds. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.close(GRACE);
      functions.shutdownNow();
    }
  }
}
