// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewayTest {
  private final List<Request> requests = new ArrayList<>();
  private final ApiGateway gateway =
      new ApiGateway(
          request -> {
            requests.add(request);
            return Response.created("/v2/queues/q");
          },
          new Random(1),
          new Errors(line -> {}));

  private static APIGatewayProxyRequestEvent event() {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("PUT")
        .withResource("/v2/queues/{queue_name}")
        .withPath("/v2/queues/q")
        .withPathParameters(Map.of("queue_name", "q"));
  }

  private Request received(APIGatewayProxyRequestEvent event) {
    gateway.answer(event);
    return requests.getLast();
  }

  @Test
  void event_becomesARequest() {
    Request request = received(event());

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.resource()).isEqualTo("/v2/queues/{queue_name}");
    assertThat(request.path()).isEqualTo("/v2/queues/q");
    assertThat(request.pathParameter("queue_name")).isEqualTo("q");
    assertThat(request.body()).isEmpty();
    assertThat(request.query().parameters()).isEmpty();
  }

  /** AWS calls it {@code $default}, sam local and REST APIs by a path that takes all. */
  @ParameterizedTest
  @ValueSource(strings = {"$default", "/{any_path+}", "/{proxy+}", "/v2/{proxy+}"})
  void resource_thatTakesAllPathsIsThePath(String resource) {
    Request request =
        received(
            event()
                .withResource(resource)
                .withPath("/v2/ping")
                .withPathParameters(Map.of("any_path", "v2/ping")));

    assertThat(request.resource()).isEqualTo("/v2/ping");
  }

  @Test
  void response_becomesAnAnswer() {
    APIGatewayProxyResponseEvent answer = gateway.answer(event());

    assertThat(answer.getStatusCode()).isEqualTo(201);
    assertThat(answer.getHeaders())
        .containsEntry("Location", "/v2/queues/q")
        .containsEntry("Content-Type", "application/json");
    assertThat(answer.getBody()).isEmpty();
    assertThat(answer.getIsBase64Encoded()).isFalse();
  }

  @Test
  void id_isNewForEachRequest() {
    assertThat(received(event()).id())
        .matches("req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        .isNotEqualTo(received(event()).id());
  }

  @Test
  void body_isTextOrBase64() {
    assertThat(received(event().withBody("é")).body())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("é");

    byte[] bytes = {(byte) 0xff, 0, '{'};
    String encoded = Base64.getEncoder().encodeToString(bytes);
    assertThat(received(event().withBody(encoded).withIsBase64Encoded(true)).body())
        .containsExactly(bytes);
  }

  @Test
  void header_isFoundWhateverItsCase() {
    Request request =
        received(
            event()
                .withHeaders(Map.of("X-PROJECT-ID", "p"))
                .withMultiValueHeaders(Map.of("Client-Id", List.of("c"))));

    assertThat(request.header("x-project-id")).contains("p");
    assertThat(request.header("Client-ID")).contains("c");
    assertThat(request.header("Accept")).isEmpty();
  }

  @Test
  void header_sentSeveralTimesKeepsAllItsValues() {
    Request request =
        received(
            event()
                .withHeaders(Map.of("accept", "application/json"))
                .withMultiValueHeaders(Map.of("accept", List.of("text/html", "application/json"))));

    assertThat(request.header("Accept")).contains("text/html, application/json");
  }

  @Test
  void parameter_sentSeveralTimesKeepsAllItsValuesInOrder() {
    Request request =
        received(
            event()
                .withQueryStringParameters(Map.of("ids", "b", "limit", "5"))
                .withMultiValueQueryStringParameters(Map.of("ids", List.of("a", "b"))));

    assertThat(request.query().list("ids")).contains(List.of("a", "b"));
    assertThat(request.query().number("limit")).as("only among the single values").contains(5);
  }

  @Test
  void defaultRoute_isKnownByItsPath() {
    Request request =
        received(
            new APIGatewayProxyRequestEvent()
                .withHttpMethod("GET")
                .withResource("$default")
                .withPath("/v2/ping"));

    assertThat(request.resource()).isEqualTo("/v2/ping");
    assertThat(request.pathParameters()).isEmpty();
  }

  @Test
  void body_thatIsNotBase64AsItIsSaidToBeIsABadRequest() {
    APIGatewayProxyResponseEvent answer =
        gateway.answer(event().withBody("{}").withIsBase64Encoded(true));

    assertThat(answer.getStatusCode()).isEqualTo(400);
    assertThat(answer.getHeaders().get("X-Openstack-Request-Id")).startsWith("req-");
    assertThat(requests).isEmpty();
  }

  @Test
  void nulls_areAsIfTheyWereNotThere() {
    Map<String, String> nothing = Collections.singletonMap("x", null);
    Map<String, List<String>> nothings =
        Collections.singletonMap("y", Collections.singletonList(null));
    Request request =
        received(
            new APIGatewayProxyRequestEvent()
                .withHeaders(nothing)
                .withMultiValueHeaders(nothings)
                .withPathParameters(nothing)
                .withQueryStringParameters(nothing)
                .withMultiValueQueryStringParameters(nothings));

    assertThat(request.method()).isEmpty();
    assertThat(request.header("x")).isEmpty();
    assertThat(request.query().parameters()).isEmpty();
    assertThat(request.pathParameters()).isEmpty();
  }

  @Test
  void event_withoutResourceAndPathIsTheRoot() {
    assertThat(received(new APIGatewayProxyRequestEvent().withHttpMethod("GET")).resource())
        .isEqualTo("/");
  }
}
