// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's events as Lambda hands them over: JSON, of which {@link ApiGateway} needs little.
 * Lambda's own way from JSON to event classes is a second JSON library and a thousand classes at
 * every cold start.
 */
final class GatewayEvents {
  private GatewayEvents() {}

  /**
   * Reads an event, but for what nobody here asks it.
   *
   * @throws RuntimeException if it is no object of JSON, which no gateway sends
   */
  static APIGatewayProxyRequestEvent read(byte[] json) {
    JsonNode event = Json.parse(new String(json, StandardCharsets.UTF_8));
    if (!event.isObject()) {
      throw new IllegalArgumentException("An event is an object");
    }
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(text(event, "httpMethod"))
        .withResource(text(event, "resource"))
        .withPath(text(event, "path"))
        .withPathParameters(texts(event.path("pathParameters")))
        .withHeaders(texts(event.path("headers")))
        .withMultiValueHeaders(lists(event.path("multiValueHeaders")))
        .withQueryStringParameters(texts(event.path("queryStringParameters")))
        .withMultiValueQueryStringParameters(lists(event.path("multiValueQueryStringParameters")))
        .withBody(text(event, "body"))
        .withIsBase64Encoded(event.path("isBase64Encoded").asBoolean())
        .withRequestContext(context(event.path("requestContext")));
  }

  private static APIGatewayProxyRequestEvent.ProxyRequestContext context(JsonNode context) {
    return new APIGatewayProxyRequestEvent.ProxyRequestContext()
        .withRequestId(text(context, "requestId"))
        .withDomainName(text(context, "domainName"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).asText(null);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getValue().isNull()) {
        texts.put(field.getKey(), field.getValue().asText());
      }
    }
    return texts;
  }

  private static Map<String, List<String>> lists(JsonNode object) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      List<String> values = new ArrayList<>();
      field.getValue().forEach(value -> values.add(value.asText()));
      lists.put(field.getKey(), values);
    }
    return lists;
  }

  /** Writes an answer. */
  static void write(APIGatewayProxyResponseEvent answer, OutputStream output) throws IOException {
    ObjectNode event = Json.object().put("statusCode", answer.getStatusCode());
    ObjectNode headers = event.putObject("headers");
    answer.getHeaders().forEach(headers::put);
    event.put("body", answer.getBody()).put("isBase64Encoded", answer.getIsBase64Encoded());
    output.write(Json.write(event).getBytes(StandardCharsets.UTF_8));
  }
}
