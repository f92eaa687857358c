// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Events that no gateway would send, beside some that it would. */
final class Onslaught {
  private static final int IS_TEXT = 0;
  private static final int IS_BASE64 = 1;
  private static final int IS_NOT_WHAT_IT_SAYS = 2;

  private static final List<String> ROUTES =
      List.of(
          "GET /",
          "GET /confirm",
          "GET /v2/",
          "GET /v2/ping",
          "GET /v2/queues",
          "PUT /v2/queues/{queue_name}",
          "GET /v2/queues/{queue_name}",
          "PATCH /v2/queues/{queue_name}",
          "DELETE /v2/queues/{queue_name}",
          "GET /v2/queues/{queue_name}/stats",
          "POST /v2/queues/{queue_name}/purge",
          "GET /v2/queues/{queue_name}/messages",
          "POST /v2/queues/{queue_name}/messages",
          "DELETE /v2/queues/{queue_name}/messages",
          "GET /v2/queues/{queue_name}/messages/{message_id}",
          "DELETE /v2/queues/{queue_name}/messages/{message_id}",
          "POST /v2/queues/{queue_name}/claims",
          "GET /v2/queues/{queue_name}/claims/{claim_id}",
          "PATCH /v2/queues/{queue_name}/claims/{claim_id}",
          "DELETE /v2/queues/{queue_name}/claims/{claim_id}",
          "GET /v2/queues/{queue_name}/subscriptions",
          "POST /v2/queues/{queue_name}/subscriptions",
          "GET /v2/queues/{queue_name}/subscriptions/{subscription_id}",
          "PATCH /v2/queues/{queue_name}/subscriptions/{subscription_id}",
          "PUT /v2/queues/{queue_name}/subscriptions/{subscription_id}/confirm",
          "GET /v2/pools",
          "PUT /v2/pools/{pool}",
          "GET /v2/pools/{pool}",
          "PATCH /v2/pools/{pool}",
          "DELETE /v2/pools/{pool}",
          "GET /v2/flavors",
          "PUT /v2/flavors/{flavor}",
          "GET /v2/flavors/{flavor}",
          "PATCH /v2/flavors/{flavor}",
          "DELETE /v2/flavors/{flavor}");

  private static final List<String> PARAMETERS =
      List.of(
          "limit",
          "marker",
          "ids",
          "claim_id",
          "claim_ids",
          "pop",
          "echo",
          "include_claimed",
          "detailed",
          "with_count",
          "name",
          "a.b",
          "");

  private static final List<String> HEADERS =
      List.of(
          "accept",
          "client-id",
          "x-project-id",
          "X-Project-Id",
          "x-tenant-id",
          "x-roles",
          "content-type",
          "content-length",
          "url-signature",
          "url-paths",
          "url-methods",
          "url-expires",
          "x-forwarded-proto",
          "extra-spec",
          "");

  private Onslaught() {}

  static Arbitrary<APIGatewayProxyRequestEvent> events() {
    return Combinators.combine(routes(), names(), headers(), query(), bodies(), encodings())
        .as(Onslaught::event);
  }

  /** A method and a resource: mostly those of a route. */
  private static Arbitrary<List<String>> routes() {
    Arbitrary<List<String>> route = Arbitraries.of(ROUTES).map(text -> List.of(text.split(" ", 2)));
    Arbitrary<String> method =
        Arbitraries.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "get", "", "\n").injectNull(0.1);
    return Arbitraries.frequencyOf(
        Tuple.of(12, route),
        Tuple.of(1, Combinators.combine(method, route).as((m, r) -> Arrays.asList(m, r.get(1)))),
        Tuple.of(
            1,
            Combinators.combine(method, Hostile.text().injectNull(0.3))
                .as((m, text) -> Arrays.asList(m, text))));
  }

  /** A queue's name is mostly one of a few, so that there is something in it. */
  private static Arbitrary<List<String>> names() {
    Arbitrary<String> queue =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("fuzz", "fuzz.1")), Tuple.of(1, Hostile.text()));
    return Combinators.combine(queue, Hostile.text()).as(List::of);
  }

  private static Arbitrary<Map<String, String>> headers() {
    Arbitrary<Map<String, String>> odd =
        Arbitraries.maps(Arbitraries.of(HEADERS), Hostile.text().injectNull(0.05)).ofMaxSize(3);
    return Arbitraries.frequencyOf(
        Tuple.of(
            5,
            Arbitraries.of("application/json", Sent.PATCH)
                .map(type -> Map.of("content-type", type))),
        Tuple.of(2, odd));
  }

  private static Arbitrary<Map<String, List<String>>> query() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(Map.of())),
        Tuple.of(
            1,
            Arbitraries.maps(
                    Arbitraries.of(PARAMETERS),
                    Hostile.text().injectNull(0.05).list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(3)));
  }

  private static Arbitrary<String> bodies() {
    return Hostile.body().injectNull(0.1);
  }

  private static Arbitrary<Integer> encodings() {
    return Arbitraries.frequency(
        Tuple.of(8, IS_TEXT), Tuple.of(2, IS_BASE64), Tuple.of(1, IS_NOT_WHAT_IT_SAYS));
  }

  private static APIGatewayProxyRequestEvent event(
      List<String> route,
      List<String> names,
      Map<String, String> headers,
      Map<String, List<String>> query,
      String body,
      int encoding) {
    Map<String, String> all =
        new HashMap<>(Map.of("client-id", Sent.CLIENT, "x-project-id", "fuzz", "x-roles", "admin"));
    all.putAll(headers);
    Map<String, String> single = new LinkedHashMap<>();
    query.forEach((name, values) -> single.put(name, values.getLast()));
    Map<String, String> parameters = new HashMap<>();
    String resource = route.get(1);
    String path = resource;
    if (resource != null) {
      for (String segment : resource.split("/", -1)) {
        if (segment.startsWith("{") && segment.endsWith("}")) {
          String value = names.get(parameters.isEmpty() && segment.contains("queue") ? 0 : 1);
          parameters.put(segment.substring(1, segment.length() - 1), value);
          path = path.replace(segment, value);
        }
      }
    }
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(route.get(0))
        .withResource(resource)
        .withPath(path)
        .withPathParameters(parameters.isEmpty() ? null : parameters)
        .withHeaders(all)
        .withQueryStringParameters(single.isEmpty() ? null : single)
        .withMultiValueQueryStringParameters(
            query.isEmpty() || encoding == IS_BASE64 ? null : query)
        .withBody(encoding == IS_BASE64 && body != null ? encoded(body) : body)
        .withIsBase64Encoded(encoding != IS_TEXT);
  }

  private static String encoded(String body) {
    return Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
  }
}
