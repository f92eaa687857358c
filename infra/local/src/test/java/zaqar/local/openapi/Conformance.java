// SPDX-License-Identifier: Apache-2.0
package zaqar.local.openapi;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether answers are those that a document describes: their status, headers and body. */
public final class Conformance {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Headers that any answer may have, or that a gateway adds. */
  private static final Set<String> COMMON =
      Set.of("apigw-requestid", "connection", "content-length", "content-type", "date", "vary");

  private static final String CORS = "access-control-";

  private final ApiDocument document;
  private final Schemas schemas;

  /** By {@code document}. */
  public Conformance(ApiDocument document) {
    this.document = document;
    schemas = new Schemas(document);
  }

  /** What is wrong with the answer to a request; empty if nothing is. */
  public List<String> faults(String method, String rawPath, Answer answer) {
    JsonNode response =
        document
            .operation(method, rawPath)
            .map(operation -> operation.response(answer.status()))
            .orElseGet(() -> unlisted(method, answer.status()));
    return response.isMissingNode()
        ? List.of("the status is not described")
        : faults(document.follow(response), method, answer);
  }

  /** What methods and paths have in common that are not in the document. */
  private JsonNode unlisted(String method, int status) {
    String name = method.equals("OPTIONS") && status == 200 ? "options" : String.valueOf(status);
    return document.root().at("/components/responses").path(name);
  }

  private List<String> faults(JsonNode response, String method, Answer answer) {
    List<String> faults = new ArrayList<>(headerFaults(response.path("headers"), answer));
    if (answer.body().length > 0) {
      bodyFault(response.path("content"), answer).ifPresent(faults::add);
    } else if (answer.status() < 400 && response.has("content") && !method.equals("HEAD")) {
      faults.add("the body is missing");
    }
    return faults;
  }

  private List<String> headerFaults(JsonNode described, Answer answer) {
    List<String> faults = new ArrayList<>();
    Set<String> known = new TreeSet<>(COMMON);
    for (Map.Entry<String, JsonNode> entry : described.properties()) {
      JsonNode header = document.follow(entry.getValue());
      known.add(entry.getKey().toLowerCase(Locale.ROOT));
      Optional<String> value = answer.headers().firstValue(entry.getKey());
      if (value.isEmpty() && header.path("required").booleanValue()) {
        faults.add("the header " + entry.getKey() + " is missing");
      }
      value
          .flatMap(text -> schemas.fault(header.path("schema"), headerValue(text)))
          .ifPresent(fault -> faults.add("the header " + entry.getKey() + ": " + fault));
    }
    answer.headers().map().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !known.contains(name) && !name.startsWith(CORS))
        .forEach(name -> faults.add("the header " + name + " is not described"));
    return faults;
  }

  private static JsonNode headerValue(String text) {
    return text.matches("[0-9]{1,18}")
        ? LongNode.valueOf(Long.parseLong(text))
        : TextNode.valueOf(text);
  }

  private Optional<String> bodyFault(JsonNode content, Answer answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    if (!content.has(type)) {
      return Optional.of("the media type '" + type + "' is not described");
    }
    JsonNode schema = content.path(type).path("schema");
    return type.contains("json")
        ? schemas.fault(schema, parse(answer.body())).map(fault -> "the body: " + fault)
        : Optional.empty();
  }

  private static JsonNode parse(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new AssertionError("no JSON", e);
    }
  }
}
