// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Map<String, String> TEMPLATE = TemplateVariables.read();

  private static Map<String, String> with(String name, String value) {
    Map<String, String> variables = new TreeMap<>(TEMPLATE);
    variables.put(name, value);
    return variables;
  }

  private static Map<String, String> without(String name) {
    Map<String, String> variables = new TreeMap<>(TEMPLATE);
    variables.remove(name);
    return variables;
  }

  private static Map<String, String> inKeystoneMode() {
    Map<String, String> variables = with("AUTH_MODE", "keystone");
    variables.put("KEYSTONE_URL", "https://keystone.example.com/identity/v3");
    variables.put("KEYSTONE_CA", "");
    return variables;
  }

  private static Map<String, String> inJwtMode() {
    Map<String, String> variables = with("AUTH_MODE", "jwt");
    variables.remove("JWT_JWKS_URL");
    return variables;
  }

  private static Map<String, String> withConsole() {
    Map<String, String> variables = with("CONSOLE", "true");
    variables.put("CONSOLE_CLIENT_ID", "console");
    variables.put("CONSOLE_AUTHORIZE_URL", "https://issuer.example.com/authorize");
    variables.put("CONSOLE_TOKEN_URL", "https://issuer.example.com/token");
    return variables;
  }

  private static void assertRefused(Map<String, String> variables, String message) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Settings.from(variables))
        .withMessage(message);
  }

  private static final Set<String> OPTIONAL =
      Set.of(
          "EXTERNAL_CONFIRMATION_URL",
          "MAIL_FROM",
          "OWN_HOSTS",
          "SIGNED_URL_SECRET",
          "PREVIOUS_SIGNED_URL_SECRET",
          "ALLOWED_ORIGINS",
          "CONSOLE_CLIENT_ID",
          "CONSOLE_AUTHORIZE_URL",
          "CONSOLE_TOKEN_URL",
          "ENCRYPTION_KEY_ARN",
          "READER_ROLE");

  /** Those that count in every access mode. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(TEMPLATE.keySet());
    names.removeAll(OPTIONAL);
    names.removeIf(name -> name.matches("API_KEYS|KEYSTONE_.*|JWT_.*"));
    return names;
  }

  /** Variables, and the names that are asked for. */
  private static final class Recording extends AbstractMap<String, String> {
    private final Map<String, String> variables;
    private final Set<String> asked = new TreeSet<>();

    Recording(Map<String, String> variables) {
      this.variables = variables;
    }

    @Override
    public String get(Object name) {
      asked.add(name.toString());
      return variables.get(name);
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      throw new UnsupportedOperationException("variables are read by name");
    }
  }

  @Test
  void variables_areThoseOfTheTemplateAndOfLambda() {
    Set<String> asked = new TreeSet<>();
    for (Map<String, String> variables :
        List.of(
            TEMPLATE, withConsole(), with("AUTH_MODE", "keys"), inKeystoneMode(), inJwtMode())) {
      Recording recording = new Recording(variables);
      Settings.from(recording);
      asked.addAll(recording.asked);
    }
    asked.removeIf(name -> name.startsWith("AWS_ENDPOINT_URL"));

    assertThat(asked).isEqualTo(new TreeSet<>(TEMPLATE.keySet()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void variable_thatIsMissingIsNamed(String name) {
    assertRefused(without(name), name + " must be set");
    assertRefused(with(name, ""), name + " must be set");
    assertRefused(with(name, " "), name + " must be set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXTERNAL_CONFIRMATION_URL",
        "MAIL_FROM",
        "SIGNED_URL_SECRET",
        "PREVIOUS_SIGNED_URL_SECRET",
        "ALLOWED_ORIGINS",
        "ENCRYPTION_KEY_ARN",
        "READER_ROLE"
      })
  void variable_thatIsOptionalMayBeMissing(String name) {
    assertThat(Settings.from(without(name))).isEqualTo(Settings.from(with(name, " ")));
    assertThat(Settings.from(without(name))).isNotEqualTo(Settings.from(TEMPLATE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "1.5", "60s", "2147483648"})
  void number_thatIsMalformedIsNamed(String value) {
    List<String> numbers =
        names().stream().filter(name -> TEMPLATE.get(name).matches("\\d+")).toList();

    assertThat(numbers)
        .hasSize(39)
        .allSatisfy(
            name ->
                assertRefused(
                    with(name, value),
                    name + " must be a whole number of at least 0, but is '" + value + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADMIN_MODE", "ENABLE_CHECKSUM", "DELETE_WITH_CLAIM_ID", "ALLOW_HTTP"})
  void flag_thatIsMalformedIsNamed(String name) {
    assertRefused(with(name, "TRUE"), name + " must be true or false, but is 'TRUE'");
    assertRefused(with(name, "1"), name + " must be true or false, but is '1'");
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH_MODE, password, '[none, keys, keystone, jwt]'",
    "AUTH_MODE, NONE, '[none, keys, keystone, jwt]'",
    "CLIENT_ID_MODE, Off, '[strict, off]'"
  })
  void choice_thatIsUnknownIsNamedWithThoseThereAre(String name, String value, String choices) {
    assertRefused(
        with(name, value), name + " must be one of " + choices + ", but is '" + value + "'");
  }

  @Test
  void defaults_areThoseOfTheOriginal() {
    Settings settings = TemplateVariables.settings();

    assertThat(settings.access().tokens()).isEqualTo(new TokenSettings.None());
    assertThat(settings.access().adminRole()).isEqualTo("admin");
    assertThat(settings.clientIdMode()).isEqualTo(ClientIdMode.STRICT);
    assertThat(settings.deleteWithClaimId()).isFalse();
    assertThat(settings.limits().maxQueueNameLength()).isEqualTo(64);
    assertThat(settings.limits().maxMessagesPostSize()).isEqualTo(262144);
    assertThat(settings.limits().maxMessageTtl()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.limits().defaultClaimTtl()).isEqualTo(Duration.ofSeconds(300));
    assertThat(settings.limits().maxClaimGrace()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.limits().defaultPageSize()).isEqualTo(10);
    assertThat(settings.limits().maxMessagesPerClaimOrPop()).isEqualTo(20);
  }

  @Test
  void console_isOffUnlessItIsAskedFor() {
    assertThat(TemplateVariables.settings().console()).isEmpty();
    assertThat(Settings.from(withConsole()).console()).isPresent();
  }

  @Test
  void console_needsBothAddressesOfItsIssuer() {
    Map<String, String> variables = withConsole();
    assertThat(Settings.from(variables).console().orElseThrow().login())
        .contains(
            new ConsoleSettings.Login(
                "console",
                URI.create("https://issuer.example.com/authorize"),
                URI.create("https://issuer.example.com/token")));
    variables.remove("CONSOLE_TOKEN_URL");
    assertRefused(variables, "CONSOLE_TOKEN_URL must be set");
    variables.remove("CONSOLE_CLIENT_ID");
    assertThat(Settings.from(variables).console().orElseThrow().login()).isEmpty();
  }

  @Test
  void dataKeys_lastAnHourAtLeast() {
    assertRefused(with("DATA_KEY_HOURS", "0"), "DATA_KEY_HOURS must be at least 1");
    assertThat(TemplateVariables.settings().encryption().dataKeyPeriod())
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void limits_ofProjectsAreOffButThatOfSubscriptions() {
    Limits limits = TemplateVariables.settings().limits();

    assertThat(limits.maxQueuesPerProject()).isZero();
    assertThat(limits.maxSubscriptionsPerQueue()).isEqualTo(500);
    assertThat(limits.maxRequestsPerSecond()).isZero();
    assertThat(limits.maxSignedUrlLife()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void origins_areWhatCommasSeparate() {
    String origins = "https://a.example, http://b.example:81 ,";

    assertThat(Settings.from(with("ALLOWED_ORIGINS", origins)).allowedOrigins())
        .containsExactlyInAnyOrder("https://a.example", "http://b.example:81");
    assertThat(Settings.from(without("ALLOWED_ORIGINS")).allowedOrigins()).isEmpty();
  }

  @Test
  void solePoster_isWhoToleratesNoClockButItsOwn() {
    assertThat(TemplateVariables.settings().solePoster()).isFalse();
    assertThat(Settings.from(with("CLOCK_TOLERANCE_MILLISECONDS", "0")).solePoster()).isTrue();
  }

  @Test
  void endpoint_needsARegionAndKeys() {
    Map<String, String> variables = with("AWS_ENDPOINT_URL", "http://localhost:8000");
    assertRefused(variables, "AWS_REGION must be set");
    variables.put("AWS_REGION", "eu-west-1");
    assertRefused(variables, "AWS_ACCESS_KEY_ID must be set");
    variables.put("AWS_ACCESS_KEY_ID", "id");
    assertRefused(variables, "AWS_SECRET_ACCESS_KEY must be set");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");

    assertThat(Settings.from(variables).endpoint())
        .contains(new Endpoint(URI.create("http://localhost:8000"), "eu-west-1", "id", "secret"));
    assertThat(TemplateVariables.settings().endpoint()).isEmpty();
  }

  @Test
  void endpoint_ofOneServiceComesBeforeThatOfAll() {
    Map<String, String> variables = with("AWS_ENDPOINT_URL", "http://localhost:4566");
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:8000");
    variables.put("AWS_ENDPOINT_URL_SQS", " ");
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("AWS_ACCESS_KEY_ID", "id");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");

    Settings settings = Settings.from(variables);

    assertThat(settings.endpoint())
        .map(Endpoint::uri)
        .hasValue(URI.create("http://localhost:8000"));
    assertThat(
            Stream.of(
                settings.delivery().sqs(),
                settings.delivery().eventBridge(),
                settings.delivery().ses(),
                settings.encryption().kms()))
        .allSatisfy(
            endpoint ->
                assertThat(endpoint)
                    .map(Endpoint::uri)
                    .hasValue(URI.create("http://localhost:4566")));
  }

  @Test
  void endpoint_thatIsNoUrlIsNamed() {
    Map<String, String> variables = with("AWS_ENDPOINT_URL", "http://local host");
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("AWS_ACCESS_KEY_ID", "id");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");

    assertThatIllegalStateException()
        .isThrownBy(() -> Settings.from(variables))
        .withMessageContaining("AWS_ENDPOINT_URL");
  }
}
