// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.Map;

/**
 * Refuses requests with more headers or parameters than any client needs. Refuses text that UTF-8
 * cannot encode, since two such texts could be stored as the same bytes. The gateway has lower
 * limits for most of this; these limits hold behind any gateway.
 */
public final class InputBounds implements Filter {
  static final int MOST_HEADERS = 100;
  static final int MOST_PARAMETERS = 500;

  /** The gateway takes 10,240 bytes from a client, and adds some headers of its own. */
  static final int MOST_HEADER_CHARACTERS = 16_384;

  /** The gateway takes as much for a whole request without its body. */
  static final int MOST_QUERY_CHARACTERS = 10_240;

  @Override
  public Response filter(Request request, Handler next) {
    checkHeaders(request.headers());
    checkQuery(request.query());
    if (!Utf8.canEncode(request.path())
        || !request.pathParameters().values().stream().allMatch(Utf8::canEncode)) {
      throw Problem.invalidRequest("The path must be UTF-8.");
    }
    return next.handle(request);
  }

  private static void checkHeaders(Map<String, String> headers) {
    int characters = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      characters += header.getKey().length() + header.getValue().length();
      if (!Utf8.canEncode(header.getValue())) {
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
      if (!Utf8.canEncode(text)) {
        throw Problem.invalidRequest("Query parameters must be UTF-8.");
      }
    }
    if (query.parameters().size() > MOST_PARAMETERS || characters > MOST_QUERY_CHARACTERS) {
      throw Problem.invalidRequest(
          "A request may have " + MOST_PARAMETERS + " parameters of 10 kilobytes in all.");
    }
  }
}
