// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.FunctionResource.HttpRoute;

class TemplateTest {
  private static final Path TEMPLATE = Path.of(System.getProperty("zaqar.root"), "template.yaml");
  private static final Map<String, String> OWN = Map.of("AuthMode", "none");

  @Test
  void functions_ofTheRealTemplateHaveHandlersRoutesAndEnvironment() {
    Template template = Template.read(TEMPLATE, OWN, Map.of("MaxMessagesPerPage", "33"));

    FunctionResource messages =
        template.functions().stream()
            .filter(function -> function.name().equals("MessagesFunction"))
            .findFirst()
            .orElseThrow();
    assertThat(messages.handler()).isEqualTo("zaqar.MessagesFunction");
    assertThat(messages.memoryMegabytes()).isEqualTo(1024);
    assertThat(messages.routes())
        .contains(new HttpRoute("ANY", "/v2/queues/{queue_name}/messages"));
    assertThat(messages.environment())
        .containsEntry("AUTH_MODE", "none")
        .containsEntry("MESSAGE_TABLE", "MessageTable")
        .containsEntry("MAX_MESSAGES_PER_PAGE", "33")
        .containsEntry("CLOCK_TOLERANCE_MILLISECONDS", "500");
  }

  @Test
  void functions_ofTheRealTemplateHaveOneDefaultRoute() {
    assertThat(Template.read(TEMPLATE, OWN, Map.of()).functions())
        .flatExtracting(FunctionResource::routes)
        .filteredOn(route -> route.path().equals(HttpRoute.DEFAULT))
        .hasSize(1);
  }

  @Test
  void tables_ofTheRealTemplateHaveKeysExpiryAndStream() {
    assertThat(Template.read(TEMPLATE, OWN, Map.of()).tables())
        .anySatisfy(
            table -> {
              assertThat(table.name()).isEqualTo("MessageTable");
              assertThat(table.keys()).hasSize(2);
              assertThat(table.attributes()).hasSize(2);
              assertThat(table.expiry()).isPresent();
              assertThat(table.stream()).isPresent();
            });
  }

  @Test
  void functions_mergeGlobals() {
    Template template =
        parse(
            """
            Globals:
              Function:
                MemorySize: 256
                Environment: { Variables: { BOTH: global, GLOBAL: 1 } }
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.B
                  Environment: { Variables: { BOTH: own, OWN: true } }
            """);

    FunctionResource function = template.functions().getFirst();
    assertThat(function.memoryMegabytes()).isEqualTo(256);
    assertThat(function.environment())
        .isEqualTo(Map.of("BOTH", "own", "GLOBAL", "1", "OWN", "true"));
  }

  @Test
  void functions_leaveOutWhatTheirConditionForbids() {
    Template template =
        parse(
            """
            Conditions: { Never: !Equals [a, b] }
            Resources:
              F:
                Type: AWS::Serverless::Function
                Condition: Never
                Properties: { Handler: a.B }
            """);

    assertThat(template.functions()).isEmpty();
  }

  @Test
  void resources_ofUnknownTypesAreLeftAlone() {
    Template template =
        parse(
            """
            Resources:
              Wheel:
                Type: AWS::Moon::Wheel
                Properties: { Size: !Unheard of }
            """);

    assertThat(template.functions()).isEmpty();
    assertThat(template.tables()).isEmpty();
  }

  @Test
  void yaml_brokenIsToldWithItsLine() {
    assertThatThrownBy(() -> parse("Resources:\n  A: [\n"))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("template.yaml, line");
  }

  @Test
  void file_missingIsTold() {
    assertThatThrownBy(() -> Template.read(Path.of("nowhere.yaml"), OWN, Map.of()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("nowhere.yaml");
  }

  private static Template parse(String text) {
    return Template.parse(text, Map.of(), Map.of());
  }
}
