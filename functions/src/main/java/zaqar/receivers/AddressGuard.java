// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which URLs a webhook may have, so that no subscriber leads into a network that only the
 * function can reach. A host is looked up once for a call, and the call goes to the addresses that
 * were judged. If one of a host's addresses may not be called, none of them is.
 *
 * @param allowsHttp whether http will do, where https is wanted otherwise
 * @param allowsLoopback whether this machine may be called, for the local runtime
 * @param own where no subscriber may lead, since that is this service
 */
public record AddressGuard(
    boolean allowsHttp, boolean allowsLoopback, OwnHosts own, Resolver resolver) {
  private static final int HIGHEST_PORT = 65_535;

  /** Hosts that some resolver takes for an IPv4 address: their last label is a number. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private static final Optional<String> OWN = Optional.of("must not lead to this service itself.");

  /** Knows the addresses of hosts. */
  @FunctionalInterface
  public interface Resolver {
    /** All addresses of a host, which may be an address itself. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * What is wrong with a URL that is to be subscribed, as a sentence without its subject; empty if
   * nothing is. A name that has no address yet is fine: its receiver may come later, a fault of DNS
   * is not the client's, and each delivery looks again.
   */
  public Optional<String> fault(String url) {
    Optional<String> fault = faultOfForm(url);
    if (fault.isPresent()) {
      return fault;
    }
    URI uri = URI.create(url);
    try {
      UrlTarget site = UrlTarget.of(uri).orElseThrow();
      return own.contain(uri, resolve(site.host())) ? OWN : Optional.empty();
    } catch (RefusedAddress e) {
      return Optional.of("must not lead to an address that is not public.");
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** As {@link #fault}, without looking the host up. */
  Optional<String> faultOfForm(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return Optional.of("must be a URL.");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(allowsHttp && scheme.equals("http"))) {
      return Optional.of("must begin with https://" + (allowsHttp ? " or http://." : "."));
    }
    Optional<UrlTarget> site = UrlTarget.of(uri).filter(place -> isPlain(place.host()));
    if (site.isEmpty()) {
      return Optional.of("must name a host, or give its address in the usual form.");
    }
    if (own.contain(uri)) {
      return OWN;
    }
    if (site.get().hasUser()) {
      return Optional.of("must not hold a user or a password.");
    }
    return site.get().port() == 0 || site.get().port() > HIGHEST_PORT
        ? Optional.of("must have a port from 1 to " + HIGHEST_PORT + ", if any.")
        : Optional.empty();
  }

  /** Neither an IPv4 address in disguise, nor a name or address with something behind it. */
  private static boolean isPlain(String host) {
    return !host.contains("%")
        && !host.endsWith(".")
        && (!NUMBER.matcher(host).matches() || DOTTED_QUAD.matcher(host).matches());
  }

  /**
   * The addresses to connect to.
   *
   * @throws RefusedAddress if one of them may not be called
   * @throws UnknownHostException if there are none
   */
  InetAddress[] resolve(String host) throws UnknownHostException {
    if (!isPlain(host)) {
      throw new RefusedAddress();
    }
    InetAddress[] addresses = resolver.resolve(host);
    if (!Stream.of(addresses).allMatch(this::allows)) {
      throw new RefusedAddress();
    }
    return addresses;
  }

  private boolean allows(InetAddress address) {
    return PublicAddresses.contain(address) || (allowsLoopback && address.isLoopbackAddress());
  }

  /** A host with an address that may not be called. To whoever wants to connect it has none. */
  static final class RefusedAddress extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private RefusedAddress() {
      super("address refused");
    }
  }
}
