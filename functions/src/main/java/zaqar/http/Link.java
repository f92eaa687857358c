// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A path, or a URL, with query parameters: a path is what clients need (contract 2.7). */
public final class Link {
  private final StringBuilder text;
  private char separator;

  /** A link to a path. */
  public Link(String path) {
    text = new StringBuilder(path);
    separator = path.contains("?") ? '&' : '?';
  }

  /** With one more parameter; booleans and numbers as JSON writes them. */
  public Link with(String name, Object value) {
    text.append(separator).append(encode(name)).append('=').append(encode(value.toString()));
    separator = '&';
    return this;
  }

  /** With more parameters. */
  public Link with(Map<String, String> parameters) {
    parameters.forEach(this::with);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
