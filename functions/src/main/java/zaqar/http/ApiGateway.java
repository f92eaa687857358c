// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns API Gateway's events into requests for a {@link Handler}, and its responses into answers.
 * The payload format is 1.0, which HTTP APIs, REST APIs and {@code sam local} have in common. Every
 * event gets an answer, since the gateway answers 500 if a function throws an exception.
 *
 * @param random makes the ids of requests
 */
public record ApiGateway(Handler handler, RandomGenerator random, Errors errors) {
  private static final String DEFAULT_ROUTE = "$default";

  /** Answers one event. */
  public APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent event) {
    return answer(() -> event);
  }

  /** Answers one event as Lambda hands it over. */
  public void answer(InputStream event, OutputStream answer) throws IOException {
    byte[] json = event.readAllBytes();
    GatewayEvents.write(answer(() -> GatewayEvents.read(json)), answer);
  }

  private APIGatewayProxyResponseEvent answer(Supplier<APIGatewayProxyRequestEvent> event) {
    String id = "req-" + new UUID(random.nextLong(), random.nextLong());
    Response response = errors.orAnswer(id, () -> response(id, event.get()));
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(response.status())
        .withHeaders(response.headers())
        .withBody(response.body())
        .withIsBase64Encoded(false);
  }

  private Response response(String id, APIGatewayProxyRequestEvent event) {
    return body(event)
        .map(body -> handler.handle(request(id, event, body)))
        .orElseGet(
            () ->
                Problem.invalidBody("The body is not Base64, as it is said to be.")
                    .response()
                    .with("X-Openstack-Request-Id", id));
  }

  private static Request request(String id, APIGatewayProxyRequestEvent event, byte[] body) {
    String path = Objects.requireNonNullElse(event.getPath(), "/");
    String resource = Objects.requireNonNullElse(event.getResource(), DEFAULT_ROUTE);
    Map<String, String> headers = headers(event);
    return new Request(
        id,
        service(event, headers),
        Objects.requireNonNullElse(event.getHttpMethod(), ""),
        takesAllPaths(resource) ? path : resource,
        path,
        withoutNulls(event.getPathParameters()),
        query(event),
        headers,
        body,
        null,
        null);
  }

  /**
   * An HTTP API sends {@code $default}, sam local {@code /{any_path+}}, and a REST API its own
   * path.
   */
  private static boolean takesAllPaths(String resource) {
    return resource.equals(DEFAULT_ROUTE) || resource.endsWith("+}");
  }

  /** Uses the name of the gateway from the event. A client could send any name in a header. */
  private static String service(APIGatewayProxyRequestEvent event, Map<String, String> headers) {
    String scheme = headers.getOrDefault("x-forwarded-proto", "https");
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getDomainName)
        .map(domain -> scheme + "://" + domain)
        .orElse("");
  }

  private static Query query(APIGatewayProxyRequestEvent event) {
    List<Query.Parameter> parameters = new ArrayList<>();
    Map<String, List<String>> all = withoutNulls(event.getMultiValueQueryStringParameters());
    all.forEach(
        (name, values) ->
            values.stream()
                .filter(Objects::nonNull)
                .forEach(value -> parameters.add(new Query.Parameter(name, value))));
    forEachPresent(
        event.getQueryStringParameters(),
        (name, value) -> {
          if (!all.containsKey(name)) {
            parameters.add(new Query.Parameter(name, value));
          }
        });
    return new Query(parameters);
  }

  private static Map<String, String> headers(APIGatewayProxyRequestEvent event) {
    Map<String, String> headers = new LinkedHashMap<>();
    forEachPresent(
        event.getHeaders(), (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    forEachPresent(
        event.getMultiValueHeaders(),
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), joined(values)));
    return headers;
  }

  private static String joined(List<String> values) {
    return values.size() == 1 && values.getFirst() != null
        ? values.getFirst()
        : values.stream().filter(Objects::nonNull).collect(Collectors.joining(", "));
  }

  /** Empty if the event says that the body is Base64, and it is not. */
  private static Optional<byte[]> body(APIGatewayProxyRequestEvent event) {
    String body = Objects.requireNonNullElse(event.getBody(), "");
    if (!Boolean.TRUE.equals(event.getIsBase64Encoded())) {
      return Optional.of(body.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return Optional.of(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static <V> Map<String, V> withoutNulls(@Nullable Map<String, V> map) {
    Map<String, V> present = new LinkedHashMap<>();
    forEachPresent(map, present::put);
    return present;
  }

  private static <V> void forEachPresent(
      @Nullable Map<String, V> map, BiConsumer<String, V> action) {
    if (map != null) {
      map.forEach(
          (name, value) -> {
            if (value != null) {
              action.accept(name, value);
            }
          });
    }
  }
}
