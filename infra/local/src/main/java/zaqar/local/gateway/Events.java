// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes requests as events of payload format 1.0. */
final class Events {
  private static final Set<String> TEXT =
      Set.of("application/json", "application/xml", "application/javascript");

  private Events() {}

  /** The event of a request that a route matches. */
  static APIGatewayProxyRequestEvent of(
      HttpCall call, Routes.Match<?> match, byte[] body, String requestId) throws Refused {
    Map<String, List<String>> headers = headers(call);
    Map<String, List<String>> query = UrlText.query(call.rawQuery());
    Optional<String> text = text(call, body);
    boolean encoded = body.length > 0 && text.isEmpty();
    return new APIGatewayProxyRequestEvent()
        .withVersion("1.0")
        .withHttpMethod(call.method())
        .withResource(match.resource())
        .withPath(UrlText.path(call.rawPath()))
        .withPathParameters(decoded(match.rawParameters()))
        .withHeaders(last(headers))
        .withMultiValueHeaders(headers)
        .withQueryStringParameters(query.isEmpty() ? null : last(query))
        .withMultiValueQueryStringParameters(query.isEmpty() ? null : query)
        .withBody(
            encoded
                ? Base64.getEncoder().encodeToString(body)
                : text.filter(t -> !t.isEmpty()).orElse(null))
        .withIsBase64Encoded(encoded)
        .withRequestContext(context(call, match, requestId));
  }

  private static APIGatewayProxyRequestEvent.ProxyRequestContext context(
      HttpCall call, Routes.Match<?> match, String requestId) {
    return new APIGatewayProxyRequestEvent.ProxyRequestContext()
        .withStage("$default")
        .withHttpMethod(call.method())
        .withResourcePath(match.resource())
        .withPath(call.rawPath())
        .withRequestId(requestId)
        .withDomainName(call.header("host").orElse(null))
        .withIdentity(
            new APIGatewayProxyRequestEvent.RequestIdentity().withSourceIp(call.sourceIp()));
  }

  /** What the client sent, but the gateway knows better by which scheme it was called. */
  private static Map<String, List<String>> headers(HttpCall call) {
    Map<String, List<String>> headers = new LinkedHashMap<>(call.headers());
    headers.put("x-forwarded-proto", List.of("http"));
    return headers;
  }

  private static @Nullable Map<String, String> decoded(Map<String, String> raw) throws Refused {
    Map<String, String> decoded = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : raw.entrySet()) {
      decoded.put(parameter.getKey(), UrlText.path(parameter.getValue()));
    }
    return decoded.isEmpty() ? null : decoded;
  }

  private static Map<String, String> last(Map<String, List<String>> all) {
    Map<String, String> last = new LinkedHashMap<>();
    all.forEach((name, values) -> last.put(name, values.getLast()));
    return last;
  }

  private static boolean hasTextType(HttpCall call) {
    String type =
        call.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || TEXT.contains(type);
  }

  /** What is no UTF-8 is empty here, and goes in base64: an event cannot hold it as text. */
  private static Optional<String> text(HttpCall call, byte[] body) {
    try {
      return hasTextType(call)
          ? Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString())
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
