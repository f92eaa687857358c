// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.net.URI;

/**
 * Which tokens are believed.
 *
 * @param issuer who must have issued them
 * @param audience whom they must be meant for
 * @param projectClaim the claim that names the project
 * @param rolesClaim the claim that lists the roles
 */
public record JwtSettings(
    String issuer, String audience, Keys keys, String projectClaim, String rolesClaim)
    implements TokenSettings {

  /** What signatures are verified with. */
  public sealed interface Keys {
    /** The keys at an address, which may change. */
    record At(URI url) implements Keys {}

    /** These keys: the text of a JWK or a JWKS. */
    record These(String text) implements Keys {}
  }

  static JwtSettings from(Environment environment) {
    return new JwtSettings(
        environment.text("JWT_ISSUER"),
        environment.text("JWT_AUDIENCE"),
        keys(environment),
        environment.text("JWT_PROJECT_CLAIM"),
        environment.text("JWT_ROLES_CLAIM"));
  }

  private static Keys keys(Environment environment) {
    boolean elsewhere = environment.optional("JWT_JWKS_URL").isPresent();
    if (elsewhere == environment.optional("JWT_KEYS").isPresent()) {
      throw new IllegalStateException("JWT_JWKS_URL or JWT_KEYS must be set, and not both");
    }
    return elsewhere
        ? new Keys.At(environment.webAddress("JWT_JWKS_URL"))
        : new Keys.These(environment.text("JWT_KEYS"));
  }
}
