// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The schemas of a document, each made ready once. */
final class Schemas {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final ApiDocument document;
  private final Map<JsonNode, JsonSchema> ready =
      Collections.synchronizedMap(new IdentityHashMap<>());

  Schemas(ApiDocument document) {
    this.document = document;
  }

  /** What is wrong with a value; empty if nothing is. */
  Optional<String> fault(JsonNode schema, JsonNode value) {
    return Optional.of(
            ready.computeIfAbsent(schema, this::prepare).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.joining("; ")))
        .filter(fault -> !fault.isEmpty());
  }

  /** Together with what it may refer to. */
  private JsonSchema prepare(JsonNode schema) {
    var whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.root().path("components"));
    return FACTORY.getSchema(whole);
  }
}
