// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.IDN;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a URL leads. {@link URI} knows no host with an underscore, or beyond ASCII; here the latter
 * has the form that DNS knows.
 *
 * @param host a name or an address, an IPv6 address in brackets
 * @param port -1 if the URL has none
 * @param hasUser whether the URL says who asks, be it with nothing
 */
record UrlTarget(String host, int port, boolean hasUser) {
  private static final Pattern AUTHORITY = Pattern.compile("([^@:\\[\\]%]+)(?::([0-9]{1,5}))?");
  private static final String LABEL = "[a-zA-Z0-9_-]{1,63}";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST_NAME = 253;

  /** The site of a URL; empty if it has none, or none that can be. */
  static Optional<UrlTarget> of(URI url) {
    if (url.getHost() != null) {
      return Optional.of(new UrlTarget(url.getHost(), url.getPort(), url.getRawUserInfo() != null));
    }
    Matcher authority = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    if (url.getRawAuthority() == null || !authority.matches()) {
      return Optional.empty();
    }
    int port = authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
    return ascii(authority.group(1)).map(host -> new UrlTarget(host, port, false));
  }

  private static Optional<String> ascii(String host) {
    try {
      return Optional.of(IDN.toASCII(host))
          .filter(name -> name.length() <= LONGEST_NAME && NAME.matcher(name).matches());
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  /** The URL by this host, in ASCII, without what its server is not sent. */
  URI in(URI url) {
    URI ascii = URI.create(url.toASCIIString());
    String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    String at = port < 0 ? host : host + ":" + port;
    return URI.create(url.getScheme() + "://" + at + path + query);
  }
}
