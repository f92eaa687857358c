// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.store.http.HttpAnswer;

/** Makes answers of what functions answer. */
final class Answers {
  private static final Set<String> SET_BY_THE_GATEWAY =
      Set.of("connection", "content-length", "date", "transfer-encoding");

  private Answers() {}

  /**
   * What goes back to the client; what is not an answer is the function's failure.
   *
   * @throws IllegalArgumentException for headers that HTTP does not allow
   */
  static HttpAnswer of(@Nullable APIGatewayProxyResponseEvent event) throws Refused {
    if (event == null || event.getStatusCode() == null) {
      throw new Refused(GatewayError.INTERNAL_SERVER_ERROR);
    }
    HttpHeaders headers = HttpAnswer.newHeaders();
    if (event.getHeaders() != null) {
      event.getHeaders().forEach(headers::set);
    }
    if (event.getMultiValueHeaders() != null) {
      event.getMultiValueHeaders().forEach(headers::set);
    }
    SET_BY_THE_GATEWAY.forEach(headers::remove);
    return new HttpAnswer(event.getStatusCode(), headers, body(event));
  }

  private static byte[] body(APIGatewayProxyResponseEvent event) throws Refused {
    String body = event.getBody();
    if (body == null) {
      return new byte[0];
    }
    try {
      return Boolean.TRUE.equals(event.getIsBase64Encoded())
          ? Base64.getDecoder().decode(body)
          : body.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw new Refused(GatewayError.INTERNAL_SERVER_ERROR);
    }
  }
}
