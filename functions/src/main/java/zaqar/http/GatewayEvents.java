// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
 * Reads API Gateway's events from JSON, as far as {@link ApiGateway} needs them. Lambda's own
 * reader would load a second JSON library and a thousand classes at each cold start.
 */
final class GatewayEvents {
  private GatewayEvents() {}

  /**
   * Reads the parts of an event that this service uses, and passes over the rest.
   *
   * @throws RuntimeException if it is not a JSON object; no gateway sends that
   */
  static APIGatewayProxyRequestEvent read(byte[] json) {
    try (JsonParser parser = Json.parser(new String(json, StandardCharsets.UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("An event is an object");
      }
      APIGatewayProxyRequestEvent event =
          new APIGatewayProxyRequestEvent().withIsBase64Encoded(false);
      eachMember(parser, name -> read(parser, name, event));
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("Nothing follows an event");
      }
      return event;
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private static void read(JsonParser parser, String name, APIGatewayProxyRequestEvent event)
      throws IOException {
    switch (name) {
      case "httpMethod" -> event.setHttpMethod(text(parser));
      case "resource" -> event.setResource(text(parser));
      case "path" -> event.setPath(text(parser));
      case "pathParameters" -> event.setPathParameters(texts(parser));
      case "headers" -> event.setHeaders(texts(parser));
      case "multiValueHeaders" -> event.setMultiValueHeaders(lists(parser));
      case "queryStringParameters" -> event.setQueryStringParameters(texts(parser));
      case "multiValueQueryStringParameters" ->
          event.setMultiValueQueryStringParameters(lists(parser));
      case "body" -> event.setBody(text(parser));
      case "isBase64Encoded" -> event.setIsBase64Encoded(parser.getValueAsBoolean());
      case "requestContext" -> event.setRequestContext(context(parser));
      default -> parser.skipChildren();
    }
  }

  private static APIGatewayProxyRequestEvent.ProxyRequestContext context(JsonParser parser)
      throws IOException {
    APIGatewayProxyRequestEvent.ProxyRequestContext context =
        new APIGatewayProxyRequestEvent.ProxyRequestContext();
    eachMember(
        parser,
        name -> {
          switch (name) {
            case "requestId" -> context.setRequestId(text(parser));
            case "domainName" -> context.setDomainName(text(parser));
            default -> parser.skipChildren();
          }
        });
    return context;
  }

  /** Reads a member's value, at whose beginning the parser is, to its end. */
  @FunctionalInterface
  private interface Member {
    void read(String name) throws IOException;
  }

  private static void eachMember(JsonParser parser, Member member) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
    }
  }

  private static @Nullable String text(JsonParser parser) throws IOException {
    String text = parser.getValueAsString();
    parser.skipChildren();
    return text;
  }

  private static Map<String, String> texts(JsonParser parser) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    eachMember(
        parser,
        name -> {
          String text = text(parser);
          if (text != null) {
            texts.put(name, text);
          }
        });
    return texts;
  }

  private static Map<String, List<String>> lists(JsonParser parser) throws IOException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    eachMember(parser, name -> lists.put(name, list(parser)));
    return lists;
  }

  private static List<String> list(JsonParser parser) throws IOException {
    List<String> values = new ArrayList<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return values;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String text = text(parser);
      if (text != null) {
        values.add(text);
      }
    }
    return values;
  }

  static void write(APIGatewayProxyResponseEvent answer, OutputStream output) throws IOException {
    ObjectNode event = Json.object().put("statusCode", answer.getStatusCode());
    ObjectNode headers = event.putObject("headers");
    answer.getHeaders().forEach(headers::put);
    event.put("body", answer.getBody()).put("isBase64Encoded", answer.getIsBase64Encoded());
    output.write(Json.write(event).getBytes(StandardCharsets.UTF_8));
  }
}
