// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.lang.System.Logger.Level;
import java.util.UUID;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;
import zaqar.store.http.LoopbackServer;

/** Takes a request through the gateway: limits, route, event, function, answer. */
final class GatewayHandler implements LoopbackServer.Handler {
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
  public HttpAnswer answer(HttpRequest request) {
    try {
      HttpCall call = HttpCall.of(request);
      if (call.headerBytes() > MOST_HEADER_BYTES) {
        throw new Refused(GatewayError.REQUEST_HEADER_FIELDS_TOO_LARGE);
      }
      Routes.Match<LambdaFunction> match =
          routes
              .find(call.method(), call.rawPath())
              .orElseThrow(() -> new Refused(GatewayError.NOT_FOUND));
      String requestId = UUID.randomUUID().toString();
      return invocations.invoke(
          match.target(), Events.of(call, match, request.body(), requestId), requestId);
    } catch (Refused refused) {
      return refused.answer();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " " + request.path() + " failed", e);
      return GatewayError.INTERNAL_SERVER_ERROR.answer();
    }
  }

  @Override
  public HttpAnswer refuse(int status) {
    return GatewayError.of(status).answer();
  }
}
