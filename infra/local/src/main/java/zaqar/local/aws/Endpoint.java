// SPDX-License-Identifier: Apache-2.0
package zaqar.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import zaqar.local.failure.CannotStart;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.LoopbackServer;

/**
 * HTTP on the loopback address and a free port, for a service of AWS that the runtime plays. It is
 * for programs of this machine, and not for pages in its browsers.
 */
public final class Endpoint implements AutoCloseable {
  private static final int LONGEST_REQUEST = 64 << 20;

  private final LoopbackServer server;

  private Endpoint(LoopbackServer server) {
    this.server = server;
  }

  /** Starts it; {@code what} is what clients send, for who reads that it cannot listen. */
  public static Endpoint start(String what, LoopbackServer.Handler handler) {
    try {
      LoopbackServer server = LoopbackServer.bind(0);
      server.servePrograms(LONGEST_REQUEST, handler);
      return new Endpoint(server);
    } catch (IOException e) {
      throw new CannotStart("cannot listen for " + what + ": " + e.getMessage(), e);
    }
  }

  /** An answer in JSON. */
  public static HttpAnswer json(int status, String contentType, JsonNode answer) {
    return HttpAnswer.of(status, contentType, answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Where clients reach it. */
  public URI uri() {
    return server.uri();
  }

  /** Takes no more requests, and interrupts those under way. */
  @Override
  public void close() {
    server.close();
  }
}
