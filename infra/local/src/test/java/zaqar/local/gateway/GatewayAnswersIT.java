// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.gateway.Echo.NO_QUERY;
import static zaqar.local.gateway.Echo.await;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of what a function answers, or does not. */
@Timeout(60)
class GatewayAnswersIT {
  private final Echo echo = new Echo();

  @AfterEach
  void close() {
    echo.close();
  }

  @Test
  void function_thatThrowsIs500WithoutItsReason() throws Exception {
    echo.answers(
        event -> {
          throw new IllegalStateException("a reason for the log");
        });

    HttpResponse<String> answer = echo.get();
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  @Test
  void function_thatAnswersNothingIs500() throws Exception {
    echo.answers(event -> null);

    assertThat(echo.get().statusCode()).isEqualTo(500);
  }

  @Test
  void function_thatAnswersWithABrokenHeaderIs500() throws Exception {
    echo.answers(
        event ->
            new APIGatewayProxyResponseEvent()
                .withStatusCode(200)
                .withHeaders(Map.of("X-Broken", "a\r\nb: c")));

    assertThat(echo.get().statusCode()).isEqualTo(500);
  }

  @Test
  void function_thatTakesTooLongIs503() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    echo.answers(
        event -> {
          await(never);
          return new APIGatewayProxyResponseEvent().withStatusCode(200);
        });

    HttpResponse<String> answer = echo.get();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
  }

  @Test
  void answer_bringsHeadersAndDecodedBody() throws Exception {
    echo.answers(
        event ->
            new APIGatewayProxyResponseEvent()
                .withStatusCode(201)
                .withHeaders(Map.of("Location", "/there", "Content-Length", "99"))
                .withMultiValueHeaders(Map.of("X-Two", List.of("1", "2")))
                .withBody(Base64.getEncoder().encodeToString(new byte[] {104, 105}))
                .withIsBase64Encoded(true));

    HttpResponse<String> answer = echo.get();
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("hi");
    assertThat(answer.headers().firstValue("location")).contains("/there");
    assertThat(answer.headers().allValues("x-two")).containsExactly("1", "2");
    assertThat(answer.headers().firstValue("content-length")).contains("2");
  }

  @Test
  void answer_withoutBodyHasTheRightLength() throws Exception {
    echo.answers(event -> new APIGatewayProxyResponseEvent().withStatusCode(204).withBody(""));
    assertThat(echo.get().headers().map())
        .doesNotContainKeys("content-length", "transfer-encoding");

    echo.answers(event -> new APIGatewayProxyResponseEvent().withStatusCode(201));
    assertThat(echo.get().headers().firstValue("content-length")).contains("0");

    echo.answers(event -> new APIGatewayProxyResponseEvent().withStatusCode(200).withBody("four"));
    HttpResponse<String> head = echo.send(echo.request("/queues/a", NO_QUERY).HEAD().build());
    assertThat(head.headers().firstValue("content-length")).contains("4");
    assertThat(head.body()).isEmpty();
  }
}
