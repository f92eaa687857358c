// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What generators of clients and readers need of infra/openapi.yaml. */
class ApiDocumentTest {
  private static final String EXAMPLE = "example";

  private final ApiDocument document = ApiDocument.ours();

  /** A generator makes a type of an enum, and there is none that a text and a list have. */
  @Test
  void enums_haveValuesOfOneType() {
    assertThat(document.root().findValues("enum"))
        .isNotEmpty()
        .allSatisfy(
            values ->
                assertThat(values.valueStream().map(JsonNode::getNodeType).distinct()).hasSize(1));
  }

  @Test
  void examples_fitTheirSchemas() {
    Schemas schemas = new Schemas(document);
    List<JsonNode> described = document.root().findParents(EXAMPLE);

    assertThat(described).hasSizeGreaterThan(20);
    for (JsonNode node : described) {
      JsonNode schema =
          node.has("schema") ? node.get("schema") : ((ObjectNode) node.deepCopy()).without(EXAMPLE);
      assertThat(schemas.fault(schema, node.get(EXAMPLE))).as("%s", node.get(EXAMPLE)).isEmpty();
    }
  }
}
