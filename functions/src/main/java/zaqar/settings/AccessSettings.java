// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.util.Optional;

/**
 * Who may call, and what for.
 *
 * @param tokens how callers are identified
 * @param adminRole the role that operators need
 * @param readerRole a caller that has only this role may only read
 */
public record AccessSettings(TokenSettings tokens, String adminRole, Optional<String> readerRole) {

  /** Who may call (design: access). */
  private enum AuthMode {
    /** Trusts X-Project-ID as sent; for development. */
    NONE,
    /** Tokens are keys that the operator has created. */
    KEYS,
    /** Tokens are validated at Keystone. */
    KEYSTONE,
    /** Tokens are verified locally. */
    JWT
  }

  /**
   * Checks that a function that identifies callers has the secrets for it.
   *
   * @throws IllegalStateException if a secret is missing; the message names the variable
   */
  public void requireSecrets() {
    if (tokens instanceof KeystoneSettings keystone && keystone.password().isEmpty()) {
      throw new IllegalStateException("KEYSTONE_PASSWORD must be set");
    }
  }

  static AccessSettings from(Environment environment) {
    return new AccessSettings(
        switch (environment.choice("AUTH_MODE", AuthMode.class)) {
          case NONE -> new TokenSettings.None();
          case KEYS -> new TokenSettings.Keys(environment.text("API_KEYS"));
          case KEYSTONE -> KeystoneSettings.from(environment);
          case JWT -> JwtSettings.from(environment);
        },
        environment.text("ADMIN_ROLE"),
        environment.optional("READER_ROLE"));
  }
}
