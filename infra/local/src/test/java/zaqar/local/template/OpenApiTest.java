// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import zaqar.local.openapi.ApiDocument;
import zaqar.local.template.FunctionResource.HttpRoute;

/** What infra/openapi.yaml says, beside what template.yaml says. */
class OpenApiTest {
  private static final Path TEMPLATE = Path.of(System.getProperty("zaqar.root"), "template.yaml");

  /** What the function of the default route serves. */
  private static final Set<String> DISCOVERY = Set.of("/", "/v2/", "/v2/ping");

  private static final Pattern PARAMETER = Pattern.compile("`([A-Z][a-z]+[A-Z][A-Za-z]+)`");
  private static final String LIMITS = "x-parameters";
  private static final ApiDocument DOCUMENT = ApiDocument.ours();

  @Test
  void paths_areTheRoutes() {
    Set<String> served = new TreeSet<>(DISCOVERY);
    Template.read(TEMPLATE, Map.of("AuthMode", "none"), Map.of()).functions().stream()
        .flatMap(function -> function.routes().stream())
        .map(HttpRoute::path)
        .filter(path -> !path.equals(HttpRoute.DEFAULT))
        .forEach(served::add);

    assertThat(DOCUMENT.paths()).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void limits_areTheDefaultsOfTheirParameters() {
    Section parameters = TemplateYaml.read(TEMPLATE).section("Parameters");
    List<JsonNode> limited = DOCUMENT.root().findParents(LIMITS);

    assertThat(limited).isNotEmpty();
    for (JsonNode schema : limited) {
      for (Map.Entry<String, JsonNode> limit : schema.get(LIMITS).properties()) {
        String parameter = limit.getValue().textValue();
        assertThat(schema.path(limit.getKey()).asText())
            .as(limit.getKey() + " by " + parameter)
            .isEqualTo(parameters.section(parameter).text("Default"));
      }
    }
  }

  @Test
  void contract_hasTheDefaultsOfLives() throws IOException {
    Section parameters = TemplateYaml.read(TEMPLATE).section("Parameters");
    String contract = Files.readString(TEMPLATE.resolveSibling("docs").resolve("contract.md"));

    Map.of(
            "ttl of a message", "DefaultMessageTtl",
            "ttl of a subscription", "DefaultSubscriptionTtl",
            "ttl of a claim", "DefaultClaimTtl",
            "grace of a claim", "DefaultClaimGrace")
        .forEach(
            (what, parameter) -> {
              int seconds = Integer.parseInt(parameters.section(parameter).text("Default"));
              assertThat(contract)
                  .containsPattern(
                      String.format(Locale.ROOT, "\\| %s \\| .* \\| %,d[ ,]", what, seconds));
            });
  }

  @Test
  void parameters_thatAreMentionedExist() throws IOException {
    Set<String> parameters = TemplateYaml.read(TEMPLATE).section("Parameters").keys();
    String text = Files.readString(TEMPLATE.resolveSibling("infra").resolve("openapi.yaml"));

    assertThat(PARAMETER.matcher(text).results().map(found -> found.group(1)))
        .contains("MaxSignedUrlLife")
        .isSubsetOf(parameters);
  }
}
