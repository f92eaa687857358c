// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Clock;
import zaqar.settings.JwtSettings;

/** The public keys that signatures are verified with. Secret ones are left out. */
final class JwtKeys {
  private JwtKeys() {}

  /**
   * Those that the settings name.
   *
   * @throws IllegalStateException if they are none; the message names the variable
   */
  static JWKSource<SecurityContext> of(JwtSettings.Keys keys, Clock clock) {
    return switch (keys) {
      case JwtSettings.Keys.At at ->
          new RemoteKeys(at.url(), new TrustedServer("The address of the keys"), clock);
      case JwtSettings.Keys.These these -> new ImmutableJWKSet<>(parse(these.text()));
    };
  }

  private static JWKSet parse(String text) {
    try {
      JWKSet keys = text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
      JWKSet publicKeys = keys.toPublicJWKSet();
      if (!publicKeys.isEmpty()) {
        return publicKeys;
      }
    } catch (ParseException noKeys) {
      // Told below, together with sets that hold no public key.
    }
    throw new IllegalStateException("JWT_KEYS must be a JWK or a JWKS that holds a public key");
  }
}
