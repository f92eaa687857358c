// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes back to the client. Headers that HTTP does not allow throw when it is made. */
final class Reply {
  private static final Set<String> SET_BY_THE_GATEWAY =
      Set.of("connection", "content-length", "date", "transfer-encoding");
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

  private final int status;
  private final Headers headers;
  private final byte[] body;

  Reply(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = Headers.of(headers);
    this.body = body.clone();
  }

  /** What a function answered; one that is not an answer is the function's failure. */
  static Reply of(@Nullable APIGatewayProxyResponseEvent event) throws Refused {
    if (event == null || event.getStatusCode() == null) {
      throw new Refused(GatewayError.INTERNAL_SERVER_ERROR);
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    if (event.getHeaders() != null) {
      event.getHeaders().forEach((name, value) -> headers.put(name, List.of(value)));
    }
    if (event.getMultiValueHeaders() != null) {
      headers.putAll(event.getMultiValueHeaders());
    }
    return new Reply(event.getStatusCode(), headers, body(event));
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

  /** Sends it. A {@code HEAD} gets the length of what a {@code GET} would bring. */
  void send(HttpExchange exchange) throws IOException {
    Headers sent = exchange.getResponseHeaders();
    headers.forEach(
        (name, values) -> {
          if (!SET_BY_THE_GATEWAY.contains(name.toLowerCase(Locale.ROOT))) {
            sent.put(name, values);
          }
        });
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head && !WITHOUT_BODY.contains(status)) {
      sent.set("Content-Length", Integer.toString(body.length));
    }
    if (head || body.length == 0 || WITHOUT_BODY.contains(status)) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
