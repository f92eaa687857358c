// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where this service itself is reached. No subscriber may lead there: a queue that subscribes
 * itself would multiply its messages.
 */
public final class OwnHosts {
  /** None that is known. */
  public static final OwnHosts NONE = new OwnHosts(List.of());

  private static final int ANY_PORT = -1;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final List<UrlTarget> places;

  private OwnHosts(List<UrlTarget> places) {
    this.places = places;
  }

  /**
   * These places.
   *
   * @param hosts names or addresses, each with a colon and a port if that port alone is meant
   * @throws IllegalStateException if one of them is something else
   */
  public static OwnHosts of(Collection<String> hosts) {
    return new OwnHosts(hosts.stream().map(OwnHosts::parse).toList());
  }

  private static UrlTarget parse(String host) {
    return read("https://" + host)
        .filter(uri -> uri.getRawPath().isEmpty())
        .flatMap(UrlTarget::of)
        .orElseThrow(
            () -> new IllegalStateException("OWN_HOSTS must hold hosts, but has '" + host + "'"));
  }

  /** The place of a URL; none if it is no URL. */
  static OwnHosts at(String url) {
    return new OwnHosts(read(url).flatMap(UrlTarget::of).stream().toList());
  }

  private static Optional<URI> read(String url) {
    try {
      return Optional.of(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether a URL names one of them. */
  boolean contain(URI uri) {
    String host = UrlTarget.of(uri).orElseThrow().host();
    return places.stream()
        .anyMatch(place -> place.host().equalsIgnoreCase(host) && isAt(place, uri));
  }

  /** Whether a URL leads to one of them by these addresses of its host. */
  boolean contain(URI uri, InetAddress[] addresses) {
    return places.stream().anyMatch(place -> isOne(place, addresses) && isAt(place, uri));
  }

  private static boolean isAt(UrlTarget place, URI uri) {
    int port = UrlTarget.of(uri).orElseThrow().port();
    int ifAbsent = uri.getScheme().equalsIgnoreCase("http") ? HTTP_PORT : HTTPS_PORT;
    return place.port() == ANY_PORT || place.port() == (port == ANY_PORT ? ifAbsent : port);
  }

  private static boolean isOne(UrlTarget place, InetAddress[] addresses) {
    try {
      InetAddress own = InetAddress.ofLiteral(place.host());
      return Arrays.stream(addresses)
          .anyMatch(
              each -> each.equals(own) || (each.isLoopbackAddress() && own.isLoopbackAddress()));
    } catch (IllegalArgumentException name) {
      return false;
    }
  }
}
