// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayEventsTest {
  private static APIGatewayProxyRequestEvent read(String json) {
    return GatewayEvents.read(json.getBytes(UTF_8));
  }

  @Test
  void event_isReadWithAllThatBecomesARequest() {
    APIGatewayProxyRequestEvent event =
        read(
            """
            {"httpMethod": "GET", "resource": "/v2/queues/{queue_name}", "path": "/v2/queues/ä",
             "pathParameters": {"queue_name": "ä"},
             "headers": {"accept": "b"}, "multiValueHeaders": {"accept": ["a", "b"]},
             "queryStringParameters": {"limit": "2"},
             "multiValueQueryStringParameters": {"limit": ["1", "2"]},
             "requestContext": {"domainName": "example.com", "requestId": "r", "stage": "$default"},
             "body": "e30=", "isBase64Encoded": true}
            """);

    assertThat(event.getHttpMethod()).isEqualTo("GET");
    assertThat(event.getResource()).isEqualTo("/v2/queues/{queue_name}");
    assertThat(event.getPath()).isEqualTo("/v2/queues/ä");
    assertThat(event.getPathParameters()).isEqualTo(Map.of("queue_name", "ä"));
    assertThat(event.getHeaders()).isEqualTo(Map.of("accept", "b"));
    assertThat(event.getMultiValueHeaders()).isEqualTo(Map.of("accept", List.of("a", "b")));
    assertThat(event.getQueryStringParameters()).isEqualTo(Map.of("limit", "2"));
    assertThat(event.getMultiValueQueryStringParameters())
        .isEqualTo(Map.of("limit", List.of("1", "2")));
    assertThat(event.getRequestContext().getDomainName()).isEqualTo("example.com");
    assertThat(event.getRequestContext().getRequestId()).isEqualTo("r");
    assertThat(event.getBody()).isEqualTo("e30=");
    assertThat(event.getIsBase64Encoded()).isTrue();
  }

  @Test
  void event_mayLackWhatTheGatewayLeavesOut() {
    APIGatewayProxyRequestEvent event =
        read("{\"path\": \"/\", \"body\": null, \"queryStringParameters\": null}");

    assertThat(event.getPath()).isEqualTo("/");
    assertThat(event.getHttpMethod()).isNull();
    assertThat(event.getBody()).isNull();
    assertThat(event.getQueryStringParameters()).isEmpty();
    assertThat(event.getIsBase64Encoded()).isFalse();
  }

  @Test
  void event_isReadPastWhatNobodyNeedsAndWhatNoGatewayWrites() {
    APIGatewayProxyRequestEvent event =
        read(
            """
            {"requestContext": {"identity": {"cert": [{"a": [1]}]}, "domainName": "d", "x": null},
             "stageVariables": {"a": {"b": 1}}, "path": {"a": ["b"]}, "headers": ["a", {"b": 1}],
             "multiValueHeaders": {"a": "b", "c": [null, 1, ["d"], "e"], "f": {"g": ["h"]}},
             "pathParameters": {"a": null, "b": 2, "c": {"d": "e"}}, "httpMethod": "GET"}
            """);

    assertThat(event.getRequestContext().getDomainName()).isEqualTo("d");
    assertThat(event.getPath()).isNull();
    assertThat(event.getHeaders()).isEmpty();
    assertThat(event.getMultiValueHeaders())
        .isEqualTo(Map.of("a", List.of(), "c", List.of("1", "e"), "f", List.of()));
    assertThat(event.getPathParameters()).isEqualTo(Map.of("b", "2"));
    assertThat(event.getHttpMethod()).isEqualTo("GET");
  }

  @Test
  void event_isAnObject() {
    assertThatThrownBy(() -> read("[]")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("{\"path\": ")).isInstanceOf(Problem.class);
  }

  @Test
  void answer_isWrittenAsTheGatewayWantsIt() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    GatewayEvents.write(
        new APIGatewayProxyResponseEvent()
            .withStatusCode(200)
            .withHeaders(Map.of("Content-Type", "application/json"))
            .withBody("{\"ä\": 1}")
            .withIsBase64Encoded(false),
        output);

    assertThat(output.toString(UTF_8))
        .isEqualTo(
            "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\"},"
                + "\"body\":\"{\\\"ä\\\": 1}\",\"isBase64Encoded\":false}");
  }
}
