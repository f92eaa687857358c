// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;
import zaqar.local.secrets.Secrets;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.FunctionResource.HttpRoute;
import zaqar.local.template.SecretResource;
import zaqar.local.template.Template;

class FunctionsTest {
  private static final SecretResource NUMBER = new SecretResource("Number", 2, "6");

  @ParameterizedTest
  @ValueSource(strings = {"zaqar.Unheard", "java.lang.String::valueOf"})
  void routes_refuseWhatIsNoHandler(String handler) {
    assertThatThrownBy(() -> routes(handler, complete()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("TestFunction names");
  }

  @Test
  void routes_tellWhichFunctionRefusesItsSettings() {
    assertThatThrownBy(() -> routes("zaqar.HomeFunction", Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("TestFunction refuses its settings: ");
  }

  @Test
  void routes_tellWhichSecretIsNone() {
    Map<String, String> environment = complete();
    environment.put("MAX_QUEUE_NAME_LENGTH", "{{resolve:secretsmanager:Other}}");

    assertThatThrownBy(() -> routes("zaqar.HomeFunction", environment))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("{{resolve:secretsmanager:Other}}");
  }

  @Test
  void environment_hasSecretsInPlaceOfReferences() {
    Map<String, String> environment = complete();
    environment.put("MAX_QUEUE_NAME_LENGTH", "{{resolve:secretsmanager:" + NUMBER.arn() + "}}");

    assertThatCode(() -> routes("zaqar.HomeFunction", environment)).doesNotThrowAnyException();
  }

  private static void routes(String handler, Map<String, String> environment) {
    HttpRoute route = new HttpRoute("ANY", HttpRoute.DEFAULT);
    new Functions(
            Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"),
            Optional.empty(),
            URI.create("http://127.0.0.1:1"),
            Secrets.open(Optional.empty(), List.of(NUMBER)))
        .routes(
            List.of(
                new FunctionResource(
                    "TestFunction",
                    handler,
                    128,
                    Duration.ofSeconds(3),
                    environment,
                    List.of(route),
                    List.of(),
                    List.of())));
  }

  private static Map<String, String> complete() {
    return Template.read(
            Checkout.current().template(),
            Map.of("AuthMode", "none", "SignedUrlSecret", "x".repeat(64)),
            Map.of())
        .environment();
  }
}
