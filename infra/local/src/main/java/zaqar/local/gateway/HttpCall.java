// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  /** What may stand before the path: the address of a host. */
  private static final Pattern HOST = Pattern.compile("^https?://[^/?]*");

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
    String target = HOST.matcher(request.target()).replaceFirst("");
    if (!target.startsWith("/") || !target.chars().allMatch(HttpCall::isVisible)) {
      throw new Refused(GatewayError.BAD_REQUEST);
    }
    int query = target.indexOf('?');
    return new HttpCall(
        request.method(),
        query < 0 ? target : target.substring(0, query),
        query < 0 ? null : target.substring(query + 1),
        headers,
        request.client());
  }

  /** Braces, bars and the like are no part of a URI, but functions say best what is wrong. */
  private static boolean isVisible(int character) {
    return character > ' ' && character <= '~';
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
