// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Refuses requests with more headers or parameters than any client needs, and text that UTF-8
 * cannot carry: written down, two such texts would look the same. The gateway has lower limits for
 * most of it; these hold whatever stands before the functions.
 */
public final class InputBounds implements Filter {
  static final int MOST_HEADERS = 100;
  static final int MOST_PARAMETERS = 500;

  /** The gateway takes 10,240 bytes from a client, and adds some headers of its own. */
  static final int MOST_HEADER_CHARACTERS = 16_384;

  /** As much as the gateway takes for all of a request but its body. */
  static final int MOST_QUERY_CHARACTERS = 10_240;

  @Override
  public Response filter(Request request, Handler next) {
    checkHeaders(request.headers());
    checkQuery(request.query());
    if (!isUtf8(request.path())
        || !request.pathParameters().values().stream().allMatch(InputBounds::isUtf8)) {
      throw Problem.invalidRequest("The path must be UTF-8.");
    }
    return next.handle(request);
  }

  private static void checkHeaders(Map<String, String> headers) {
    int characters = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      characters += header.getKey().length() + header.getValue().length();
      if (!isUtf8(header.getValue())) {
        throw refused("Headers must be UTF-8.");
      }
    }
    if (headers.size() > MOST_HEADERS || characters > MOST_HEADER_CHARACTERS) {
      throw refused(
          "A request may have " + MOST_HEADERS + " headers of 16 kilobytes in all, and no more.");
    }
  }

  private static Problem refused(String description) {
    return Problem.invalidHeader("Invalid header value", description);
  }

  private static void checkQuery(Query query) {
    int characters = 0;
    for (Query.Parameter parameter : query.parameters()) {
      String text = parameter.name() + "=" + parameter.value();
      characters += text.length();
      if (!isUtf8(text)) {
        throw Problem.invalidRequest("Query parameters must be UTF-8.");
      }
    }
    if (query.parameters().size() > MOST_PARAMETERS || characters > MOST_QUERY_CHARACTERS) {
      throw Problem.invalidRequest(
          "A request may have " + MOST_PARAMETERS + " parameters of 10 kilobytes in all.");
    }
  }

  private static boolean isUtf8(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
