// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
  private static final Map<String, String> KEYSTONE =
      Map.of(
          "AUTH_MODE", "keystone",
          "KEYSTONE_URL", "https://keystone.example.com/identity",
          "KEYSTONE_USER", "zaqar",
          "KEYSTONE_USER_DOMAIN", "Default",
          "KEYSTONE_PASSWORD", "secret",
          "KEYSTONE_PROJECT", "service",
          "KEYSTONE_PROJECT_DOMAIN", "Default",
          "KEYSTONE_CACHE_SECONDS", "300",
          "ADMIN_ROLE", "operator",
          "READER_ROLE", "reader");
  private static final Map<String, String> JWT =
      Map.of(
          "AUTH_MODE", "jwt",
          "JWT_ISSUER", "https://issuer",
          "JWT_AUDIENCE", "zaqar",
          "JWT_JWKS_URL", "https://issuer/keys",
          "JWT_PROJECT_CLAIM", "project_id",
          "JWT_ROLES_CLAIM", "roles",
          "ADMIN_ROLE", "admin");

  private static AccessSettings read(Map<String, String> variables) {
    return AccessSettings.from(new Environment(variables));
  }

  private static AccessSettings read(Map<String, String> variables, String name, String value) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put(name, value);
    return read(changed);
  }

  @Test
  void keystone_isReadWhole() {
    AccessSettings access = read(KEYSTONE);

    assertThat(access.tokens())
        .isEqualTo(
            new KeystoneSettings(
                URI.create("https://keystone.example.com/identity"),
                "zaqar",
                "Default",
                Optional.of("secret"),
                "service",
                "Default",
                Duration.ofMinutes(5),
                List.of()));
    assertThat(access.adminRole()).isEqualTo("operator");
    assertThat(access.readerRole()).contains("reader");
  }

  @Test
  void keystone_authoritiesThatAreNoCertificatesAreNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> read(KEYSTONE, "KEYSTONE_CA", "bm8gY2VydGlmaWNhdGU="))
        .withMessageContaining("KEYSTONE_CA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEYSTONE_URL",
        "KEYSTONE_USER",
        "KEYSTONE_USER_DOMAIN",
        "KEYSTONE_PROJECT",
        "KEYSTONE_PROJECT_DOMAIN",
        "KEYSTONE_CACHE_SECONDS",
        "ADMIN_ROLE"
      })
  void keystone_thatLacksSomethingNamesIt(String name) {
    assertThatIllegalStateException()
        .isThrownBy(() -> read(KEYSTONE, name, ""))
        .withMessage(name + " must be set");
  }

  /** Functions that serve no requests have none. */
  @Test
  void keystone_needsAPasswordWhereItIsAsked() {
    AccessSettings access = read(KEYSTONE, "KEYSTONE_PASSWORD", "");

    assertThatIllegalStateException()
        .isThrownBy(access::requireSecrets)
        .withMessage("KEYSTONE_PASSWORD must be set");
    read(KEYSTONE).requireSecrets();
    read(JWT).requireSecrets();
  }

  @ParameterizedTest
  @CsvSource({
    "https://k.example.com, https://k.example.com",
    "https://k.example.com/, https://k.example.com",
    "https://k.example.com/v3/, https://k.example.com",
    "http://127.0.0.1:5000/identity/v3, http://127.0.0.1:5000/identity",
    "http://localhost, http://localhost",
    "http://[::1]:5000/, http://[::1]:5000"
  })
  void keystone_isCalledWithItsVersionOnce(String url, String base) {
    KeystoneSettings keystone = (KeystoneSettings) read(KEYSTONE, "KEYSTONE_URL", url).tokens();

    assertThat(keystone.tokens()).hasToString(base + "/v3/auth/tokens?nocatalog");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keystone",
        "ftp://keystone",
        "https:keystone",
        "https://key stone",
        "http://keystone.example.com",
        "http://10.0.0.1:5000",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost:5000@example.com",
        "http://[::2]"
      })
  void url_thatIsNoneIsNamed(String url) {
    assertThatIllegalStateException()
        .isThrownBy(() -> read(KEYSTONE, "KEYSTONE_URL", url))
        .withMessage(
            "KEYSTONE_URL must be a URL of https, or of http on this machine, but is '"
                + url
                + "'");
    assertThatIllegalStateException()
        .isThrownBy(() -> read(JWT, "JWT_JWKS_URL", url))
        .withMessageContaining("JWT_JWKS_URL");
  }

  @Test
  void keys_mustBeThere() {
    Map<String, String> keys = Map.of("AUTH_MODE", "keys", "ADMIN_ROLE", "admin");

    assertThat(read(keys, "API_KEYS", "{}").tokens()).isEqualTo(new TokenSettings.Keys("{}"));
    assertThatIllegalStateException()
        .isThrownBy(() -> read(keys))
        .withMessage("API_KEYS must be set");
  }

  @Test
  void jwt_isReadWhole() {
    assertThat(read(JWT).tokens())
        .isEqualTo(
            new JwtSettings(
                "https://issuer",
                "zaqar",
                new JwtSettings.Keys.At(URI.create("https://issuer/keys")),
                "project_id",
                "roles"));
    assertThat(read(JWT).readerRole()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT_ISSUER", "JWT_AUDIENCE", "JWT_PROJECT_CLAIM", "JWT_ROLES_CLAIM"})
  void jwt_thatLacksSomethingNamesIt(String name) {
    assertThatIllegalStateException()
        .isThrownBy(() -> read(JWT, name, " "))
        .withMessage(name + " must be set");
  }

  @Test
  void jwt_needsKeysOfOneKind() {
    assertThatIllegalStateException()
        .isThrownBy(() -> read(JWT, "JWT_KEYS", "{}"))
        .withMessage("JWT_JWKS_URL or JWT_KEYS must be set, and not both");
    assertThatIllegalStateException()
        .isThrownBy(() -> read(JWT, "JWT_JWKS_URL", ""))
        .withMessage("JWT_JWKS_URL or JWT_KEYS must be set, and not both");
  }
}
