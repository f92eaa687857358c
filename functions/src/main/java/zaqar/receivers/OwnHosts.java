// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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

  private final List<HostAddress> places;

  private OwnHosts(List<HostAddress> places) {
    this.places = List.copyOf(places);
  }

  /**
   * One of the places.
   *
   * @param address if the host is no name
   */
  private record HostAddress(String host, Optional<InetAddress> address, int port) {
    static HostAddress at(URI uri) {
      String host = name(uri);
      return new HostAddress(host, literal(host), site(uri).port());
    }

    boolean isAt(URI uri) {
      return port == ANY_PORT || port == OwnHosts.port(uri);
    }

    boolean isOne(InetAddress[] addresses) {
      return address.isPresent()
          && Arrays.stream(addresses)
              .anyMatch(
                  each ->
                      each.equals(address.get())
                          || (each.isLoopbackAddress() && address.get().isLoopbackAddress()));
    }
  }

  /**
   * These places.
   *
   * @param hosts names or addresses, each with a colon and a port if that port alone is meant
   * @throws IllegalStateException if one of them is something else
   */
  public static OwnHosts of(Collection<String> hosts) {
    return new OwnHosts(hosts.stream().map(host -> HostAddress.at(parse(host))).toList());
  }

  private static URI parse(String host) {
    return read("https://" + host)
        .filter(uri -> uri.getRawPath().isEmpty())
        .orElseThrow(
            () -> new IllegalStateException("OWN_HOSTS must hold hosts, but has '" + host + "'"));
  }

  /** The place of a URL; none if it is no URL. */
  static OwnHosts at(String url) {
    return new OwnHosts(read(url).stream().map(HostAddress::at).toList());
  }

  private static Optional<URI> read(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> UrlTarget.of(uri).isPresent());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static UrlTarget site(URI uri) {
    return UrlTarget.of(uri).orElseThrow();
  }

  private static String name(URI uri) {
    return site(uri).host().toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (site(uri).port() != ANY_PORT) {
      return site(uri).port();
    }
    return uri.getScheme().equalsIgnoreCase("http") ? HTTP_PORT : HTTPS_PORT;
  }

  /** Whether a URL names one of them. */
  boolean contain(URI uri) {
    return places.stream().anyMatch(place -> place.host().equals(name(uri)) && place.isAt(uri));
  }

  /** Whether a URL leads to one of them by these addresses of its host. */
  boolean contain(URI uri, InetAddress[] addresses) {
    return places.stream().anyMatch(place -> place.isOne(addresses) && place.isAt(uri));
  }
}
