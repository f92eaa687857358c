// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import zaqar.store.api.Protocol;

/** The store for other programs of this machine. */
public final class Endpoint implements AutoCloseable {
  private static final int LONGEST_REQUEST = 32 << 20;

  private final LoopbackServer server;

  private Endpoint(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any free one
   * @throws IOException if another program has the port
   */
  public static Endpoint open(Protocol protocol, int port) throws IOException {
    LoopbackServer server = LoopbackServer.bind(port);
    server.servePrograms(LONGEST_REQUEST, request -> answer(protocol, request));
    return new Endpoint(server);
  }

  private static HttpAnswer answer(Protocol protocol, HttpRequest request) {
    Protocol.Answer answer =
        protocol.answer(request.headers().get(Protocol.TARGET), request.body());
    HttpHeaders headers = HttpAnswer.newHeaders();
    answer.headers().forEach(headers::set);
    return new HttpAnswer(answer.status(), headers, answer.body());
  }

  /** Where it listens. */
  public URI uri() {
    return server.uri();
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.close();
  }
}
