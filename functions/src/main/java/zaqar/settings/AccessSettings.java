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
