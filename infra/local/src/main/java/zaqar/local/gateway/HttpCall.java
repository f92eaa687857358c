// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body, as it came.
 *
 * @param rawPath not decoded
 * @param rawQuery not decoded
 * @param headers all values by name, names in lower case
 * @param sourceIp the client's address
 */
record HttpCall(
    String method,
    String rawPath,
    @Nullable String rawQuery,
    Map<String, List<String>> headers,
    String sourceIp) {
  private static final int AROUND_REQUEST_LINE = " ".length() + " HTTP/1.1\r\n".length();
  private static final int AROUND_HEADER = ": ".length() + "\r\n".length();

  static HttpCall of(HttpExchange exchange) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers
                    .computeIfAbsent(name.toLowerCase(Locale.ROOT), ignored -> new ArrayList<>())
                    .addAll(values));
    return new HttpCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        headers,
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  /** The last value of a header. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getLast);
  }

  /** The size of request line and headers, in bytes. */
  int headerBytes() {
    int bytes = method.length() + rawPath.length() + AROUND_REQUEST_LINE;
    bytes += rawQuery == null ? 0 : rawQuery.length() + 1;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        bytes += header.getKey().length() + value.length() + AROUND_HEADER;
      }
    }
    return bytes;
  }
}
