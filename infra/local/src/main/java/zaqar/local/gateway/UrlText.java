// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes the parts of a URL. */
final class UrlText {
  private UrlText() {}

  /** Decodes a path or a segment of one, where a plus is a plus. */
  static String path(String raw) throws Refused {
    return decode(raw.replace("+", "%2B"));
  }

  /**
   * Decodes a query: all values of each name, in their order. A name without a value has a blank
   * one.
   */
  static Map<String, List<String>> query(@Nullable String raw) throws Refused {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private static String decode(String raw) throws Refused {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new Refused(GatewayError.BAD_REQUEST);
    }
  }
}
