// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import zaqar.http.JsonValues;
import zaqar.names.Hops;

/**
 * The headers that a subscriber wants on what is posted to him. They can neither break the
 * connection, nor forge a signature, nor carry a second request.
 */
final class PostHeaders {
  static final String OPTION = "post_headers";

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]*");
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          Hops.HEADER.toLowerCase(Locale.ROOT));

  private PostHeaders() {}

  /** The first fault, as a sentence; empty if there is none. */
  static Optional<String> fault(JsonNode headers) {
    if (headers.isMissingNode() || JsonValues.isFalsy(headers)) {
      return Optional.empty();
    }
    return headers.isObject()
        ? headers.properties().stream()
            .map(header -> fault(header.getKey(), header.getValue()))
            .flatMap(Optional::stream)
            .findFirst()
            .map(fault -> OPTION + " " + fault)
        : Optional.of(OPTION + " must be an object.");
  }

  private static Optional<String> fault(String name, JsonNode value) {
    return value.isTextual()
        ? fault(name, value.textValue())
        : Optional.of("needs a string as " + name + ".");
  }

  /** What is wrong with one header; empty if nothing is. */
  static Optional<String> fault(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("must hold names that HTTP allows.");
    }
    if (isOurs(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("must not set " + name + ".");
    }
    return VALUE.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("needs printable ASCII characters as " + name + ".");
  }

  private static boolean isOurs(String name) {
    return OURS.contains(name)
        || name.startsWith("proxy-")
        || name.startsWith(WebhookSigner.HEADER_PREFIX);
  }

  /** Those headers that have no fault; names that differ in case are the same. */
  static Map<String, String> read(JsonNode headers) {
    Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.properties().stream()
        .filter(header -> fault(header.getKey(), header.getValue()).isEmpty())
        .forEach(header -> read.put(header.getKey(), header.getValue().textValue().strip()));
    return read;
  }
}
