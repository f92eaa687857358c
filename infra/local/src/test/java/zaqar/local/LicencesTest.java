// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is deployed, as the build lists it: libraries under terms that somebody has read. */
class LicencesTest {
  /** All of them let a service be run, changed and passed on, if it says what it holds. */
  private static final Set<String> KNOWN = Set.of("Apache-2.0", "BSD-2-Clause", "MIT", "MIT-0");

  private final JsonNode components = components();

  private static JsonNode components() {
    try {
      return new ObjectMapper()
          .readTree(Checkout.current().root().resolve("functions/target/bom.json").toFile())
          .path("components");
    } catch (IOException e) {
      throw new AssertionError("the build of functions lists its dependencies", e);
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    components.forEach(component -> names.add(component.path("name").asText()));
    return names;
  }

  @Test
  void list_isOfWhatIsDeployed() {
    assertThat(names())
        .contains("dynamodb", "jackson-databind", "preact", "slf4j-simple")
        .doesNotContain("junit-jupiter", "assertj-core", "error_prone_core");
  }

  @Test
  void licences_areKnown() {
    for (JsonNode component : components) {
      assertThat(component.path("licenses")).as(component.toString()).isNotEmpty();
      for (JsonNode choice : component.path("licenses")) {
        assertThat(choice.at("/license/id").asText()).as(component.toString()).isIn(KNOWN);
      }
    }
  }
}
