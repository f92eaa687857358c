// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Environment variables, read by name; a missing or malformed one stops the start with a sentence
 * that names it.
 */
record Environment(Map<String, String> variables) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  String text(String name) {
    return optional(name).orElseThrow(() -> new IllegalStateException(name + " must be set"));
  }

  /** What commas separate, without the blanks around it; empty if it is not set. */
  Set<String> set(String name) {
    return optional(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  int number(String name) {
    String value = text(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, together with negative numbers.
    }
    throw new IllegalStateException(
        name + " must be a whole number of at least 0, but is '" + value + "'");
  }

  Duration seconds(String name) {
    return Duration.ofSeconds(number(name));
  }

  Duration milliseconds(String name) {
    return Duration.ofMillis(number(name));
  }

  /**
   * A URL that secrets and keys may pass by: https, or http where nobody but this machine listens.
   */
  URI webAddress(String name) {
    String value = text(name);
    try {
      URI uri = new URI(value);
      String host = uri.getHost();
      if (host != null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && LOOPBACK.matcher(host).matches()))) {
        return uri;
      }
    } catch (URISyntaxException noUri) {
      // Told below, together with URLs of other kinds.
    }
    throw new IllegalStateException(
        name + " must be a URL of https, or of http on this machine, but is '" + value + "'");
  }

  /** Certificates, each in DER and that in Base64, with commas between them; none if not set. */
  List<X509Certificate> certificates(String name) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      for (String encoded : set(name)) {
        byte[] der = Base64.getDecoder().decode(encoded);
        if (factory.generateCertificate(new ByteArrayInputStream(der))
            instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
      return certificates;
    } catch (IllegalArgumentException | CertificateException e) {
      throw new IllegalStateException(name + " must be certificates in DER and Base64", e);
    }
  }

  boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalStateException(
              name + " must be true or false, but is '" + text(name) + "'");
    };
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    String value = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name
                        + " must be one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                        + ", but is '"
                        + value
                        + "'"));
  }
}
