// SPDX-License-Identifier: Apache-2.0
package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import zaqar.http.ApiGateway;

/**
 * A function behind API Gateway. Lambda calls the method that takes a stream, so it loads no
 * classes of its own to read events. Callers that have an event object call the other method.
 */
abstract class GatewayFunction
    implements RequestStreamHandler,
        RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
  private final ApiGateway gateway;

  GatewayFunction(ApiGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public final void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    gateway.answer(event, answer);
  }

  @Override
  public final APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
