// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.util.Optional;

/**
 * Who may call, and what for.
 *
 * @param tokens how it is found out who calls
 * @param adminRole what operators need to have
 * @param readerRole who has no role but this may read and nothing else
 */
public record AccessSettings(TokenSettings tokens, String adminRole, Optional<String> readerRole) {

  /**
   * For functions that ask who calls.
   *
   * @throws IllegalStateException if they have not got what that takes; the message names the
   *     variable
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
          case KEYS -> new ApiKeySettings(environment.text("API_KEYS"));
          case KEYSTONE -> KeystoneSettings.from(environment);
          case JWT -> JwtSettings.from(environment);
        },
        environment.text("ADMIN_ROLE"),
        environment.optional("READER_ROLE"));
  }
}
