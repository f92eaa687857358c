// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zaqar.store.http.HttpRequest;

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
  /**
   * Braces, bars and the like are no part of a URI, but clients send them; functions refuse them.
   */
  private static final Pattern TARGET =
      Pattern.compile("(https?://[^/?]*)?(?<path>/[!-~&&[^?]]*)(\\?(?<query>[!-~]*))?");

  private static final int AROUND_REQUEST_LINE = " ".length() + " HTTP/1.1\r\n".length();
  private static final int AROUND_HEADER = ": ".length() + "\r\n".length();

  /** A request, if what it asks for is a path, alone or after the address of a host. */
  static HttpCall of(HttpRequest request) throws Refused {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), ignored -> new ArrayList<>())
          .add(header.getValue());
    }
    Matcher target = TARGET.matcher(request.target());
    if (!target.matches()) {
      throw new Refused(GatewayError.BAD_REQUEST);
    }
    return new HttpCall(
        request.method(), target.group("path"), target.group("query"), headers, request.client());
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
