package zaqar.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests from API Gateway's events to a {@link Handler} and its responses back. Payload
 * format 1.0, which HTTP APIs, REST APIs and {@code sam local} have in common.
 */
public final class ApiGateway {
  private static final String DEFAULT_ROUTE = "$default";

  private final Handler handler;
  private final RandomGenerator random;

  /** Hands requests to {@code handler}, with ids from {@code random}. */
  public ApiGateway(Handler handler, RandomGenerator random) {
    this.handler = handler;
    this.random = random;
  }

  /** Answers one event. */
  public APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent event) {
    Response response = handler.handle(request(event));
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(response.status())
        .withHeaders(response.headers())
        .withBody(response.body())
        .withIsBase64Encoded(false);
  }

  private Request request(APIGatewayProxyRequestEvent event) {
    String path = Objects.requireNonNullElse(event.getPath(), "/");
    String resource = Objects.requireNonNullElse(event.getResource(), DEFAULT_ROUTE);
    return new Request(
        "req-" + new UUID(random.nextLong(), random.nextLong()),
        service(event),
        event.getHttpMethod(),
        resource.equals(DEFAULT_ROUTE) ? path : resource,
        path,
        orEmpty(event.getPathParameters()),
        query(event),
        headers(event),
        body(event),
        null,
        null);
  }

  /** By the name that the gateway was called by, which is not what a client says in a header. */
  private static String service(APIGatewayProxyRequestEvent event) {
    String scheme = headers(event).getOrDefault("x-forwarded-proto", "https");
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getDomainName)
        .map(domain -> scheme + "://" + domain)
        .orElse("");
  }

  private static Query query(APIGatewayProxyRequestEvent event) {
    List<Query.Parameter> parameters = new ArrayList<>();
    Map<String, List<String>> all = orEmpty(event.getMultiValueQueryStringParameters());
    all.forEach(
        (name, values) ->
            values.forEach(value -> parameters.add(new Query.Parameter(name, value))));
    orEmpty(event.getQueryStringParameters())
        .forEach(
            (name, value) -> {
              if (!all.containsKey(name)) {
                parameters.add(new Query.Parameter(name, value));
              }
            });
    return new Query(parameters);
  }

  private static Map<String, String> headers(APIGatewayProxyRequestEvent event) {
    Map<String, String> headers = new LinkedHashMap<>();
    orEmpty(event.getHeaders())
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    orEmpty(event.getMultiValueHeaders())
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return headers;
  }

  private static byte[] body(APIGatewayProxyRequestEvent event) {
    String body = event.getBody();
    if (body == null) {
      return new byte[0];
    }
    return Boolean.TRUE.equals(event.getIsBase64Encoded())
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }
}
