// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where tokens are validated, and as whom.
 *
 * @param url where Keystone is, with or without its {@code /v3}
 * @param user this service's own name there, which has the role {@code service} in its project
 * @param password that user's; functions that serve no requests have none
 * @param cache how long an answer of Keystone's counts at most
 * @param authorities who vouch for Keystone in place of those that Java knows, if there are any
 */
public record KeystoneSettings(
    URI url,
    String user,
    String userDomain,
    Optional<String> password,
    String project,
    String projectDomain,
    Duration cache,
    List<X509Certificate> authorities)
    implements TokenSettings {

  /** Keeps a copy of the list. */
  public KeystoneSettings {
    authorities = List.copyOf(authorities);
  }

  static KeystoneSettings from(Environment environment) {
    return new KeystoneSettings(
        environment.webAddress("KEYSTONE_URL"),
        environment.text("KEYSTONE_USER"),
        environment.text("KEYSTONE_USER_DOMAIN"),
        environment.optional("KEYSTONE_PASSWORD"),
        environment.text("KEYSTONE_PROJECT"),
        environment.text("KEYSTONE_PROJECT_DOMAIN"),
        environment.seconds("KEYSTONE_CACHE_SECONDS"),
        environment.certificates("KEYSTONE_CA"));
  }

  /** Where tokens are made and validated. */
  public URI tokens() {
    String base = url.toString().replaceFirst("/+$", "").replaceFirst("/v3$", "");
    return URI.create(base + "/v3/auth/tokens?nocatalog");
  }
}
