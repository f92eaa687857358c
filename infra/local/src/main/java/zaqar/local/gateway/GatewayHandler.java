// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Takes a request through the gateway: limits, route, event, function, answer. */
final class GatewayHandler implements HttpHandler {
  /** Request line and headers, in bytes. */
  static final int MOST_HEADER_BYTES = 10_240;

  /** The body, in bytes: what Lambda takes. */
  static final int MOST_BODY_BYTES = 6 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(GatewayHandler.class.getName());

  private final Routes<LambdaFunction> routes;
  private final Invocations invocations;

  GatewayHandler(Routes<LambdaFunction> routes, Invocations invocations) {
    this.routes = routes;
    this.invocations = invocations;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Reply answer(HttpExchange exchange) throws IOException {
    HttpCall call = HttpCall.of(exchange);
    try {
      if (call.headerBytes() > MOST_HEADER_BYTES) {
        throw new Refused(GatewayError.REQUEST_HEADER_FIELDS_TOO_LARGE);
      }
      byte[] body = body(call, exchange);
      Routes.Match<LambdaFunction> match =
          routes
              .find(call.method(), call.rawPath())
              .orElseThrow(() -> new Refused(GatewayError.NOT_FOUND));
      String requestId = UUID.randomUUID().toString();
      return invocations.invoke(match.target(), Events.of(call, match, body, requestId), requestId);
    } catch (Refused refused) {
      return refused.reply();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, call.method() + " " + call.rawPath() + " failed", e);
      return GatewayError.INTERNAL_SERVER_ERROR.reply();
    }
  }

  private static byte[] body(HttpCall call, HttpExchange exchange) throws IOException, Refused {
    long declared = call.header("content-length").map(Long::parseLong).orElse(0L);
    if (declared <= MOST_BODY_BYTES) {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
      if (body.length <= MOST_BODY_BYTES) {
        return body;
      }
    }
    throw new Refused(GatewayError.REQUEST_ENTITY_TOO_LARGE);
  }
}
