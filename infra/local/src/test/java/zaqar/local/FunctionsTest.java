package zaqar.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.FunctionResource.HttpRoute;
import zaqar.local.template.Template;

class FunctionsTest {
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

  private static void routes(String handler, Map<String, String> environment) {
    HttpRoute route = new HttpRoute("ANY", HttpRoute.DEFAULT);
    new Functions(
            Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"))
        .routes(
            List.of(
                new FunctionResource(
                    "TestFunction",
                    handler,
                    128,
                    Duration.ofSeconds(3),
                    environment,
                    List.of(route),
                    List.of())));
  }

  private static Map<String, String> complete() {
    return Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of())
        .functions()
        .getFirst()
        .environment();
  }
}
