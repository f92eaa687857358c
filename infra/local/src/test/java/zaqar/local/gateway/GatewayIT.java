// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zaqar.local.gateway.Echo.NO_QUERY;
import static zaqar.local.gateway.Echo.await;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;

/** How requests reach functions. */
@Timeout(60)
class GatewayIT {
  private final Echo echo = new Echo();

  @AfterEach
  void close() {
    echo.close();
  }

  @Test
  void request_arrivesDecodedWithLowerCaseHeaders() throws Exception {
    HttpRequest request =
        echo.request("/queues/a%2Fb", "?x=1+2&x=%26&y")
            .header("Client-ID", "me")
            .header("X-Two", "1")
            .header("X-Two", "2")
            .PUT(BodyPublishers.ofString("{}"))
            .header("Content-Type", "application/json")
            .build();

    assertThat(echo.send(request).body()).isEqualTo("fine");
    assertThat(echo.seen().getPathParameters()).isEqualTo(Map.of("name", "a/b"));
    assertThat(echo.seen().getHeaders())
        .containsEntry("client-id", "me")
        .doesNotContainKey("Client-ID");
    assertThat(echo.seen().getMultiValueHeaders()).containsEntry("x-two", List.of("1", "2"));
    assertThat(echo.seen().getMultiValueQueryStringParameters())
        .isEqualTo(Map.of("x", List.of("1 2", "&"), "y", List.of("")));
    assertThat(echo.seen().getBody()).isEqualTo("{}");
    assertThat(echo.seen().getRequestContext().getDomainName())
        .isEqualTo(echo.baseUri().getAuthority());
    assertThat(echo.seen().getRequestContext().getIdentity().getSourceIp()).isEqualTo("127.0.0.1");
  }

  @Test
  void body_withoutContentTypeArrivesAsBase64() throws Exception {
    echo.send(
        echo.request("/queues/a", NO_QUERY)
            .PUT(BodyPublishers.ofByteArray(new byte[] {-1, 0}))
            .build());

    assertThat(echo.seen().getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(echo.seen().getBody())).containsExactly(-1, 0);
  }

  @Test
  void body_overSixMegabytesIs413() throws Exception {
    byte[] most = new byte[GatewayHandler.MOST_BODY_BYTES];

    assertThat(
            echo.send(
                    echo.request("/queues/a", NO_QUERY)
                        .PUT(BodyPublishers.ofByteArray(most))
                        .build())
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> refused =
        echo.send(
            echo.request("/queues/a", NO_QUERY)
                .PUT(BodyPublishers.ofByteArray(new byte[most.length + 1]))
                .build());
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
  }

  @Test
  void body_thatIsDeclaredTooLargeIsNotWaitedFor() throws Exception {
    assertThat(echo.raw("PUT /queues/a HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void body_chunkedPastTheLimitIs413() throws Exception {
    byte[] chunk = new byte[1024];
    HttpRequest request =
        echo.request("/queues/a", NO_QUERY)
            .PUT(
                BodyPublishers.ofByteArrays(
                    Collections.nCopies(GatewayHandler.MOST_BODY_BYTES / chunk.length + 1, chunk)))
            .build();

    assertThat(echo.send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void headers_over10240BytesAre431() throws Exception {
    assertThat(echo.send(withHeader(9_000)).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = echo.send(withHeader(10_240));
    assertThat(refused.statusCode()).isEqualTo(431);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Request Header Fields Too Large\"}");
  }

  @Test
  void query_over10240BytesIs431() throws Exception {
    assertThat(echo.send(echo.request("/queues/a", "?" + "x".repeat(10_240)).build()).statusCode())
        .isEqualTo(431);
  }

  /** No URI has them raw, but clients send them, and functions say best what is wrong. */
  @ParameterizedTest
  @CsvSource({"{a},{a}", "a|b,a|b", "a<b>,a<b>", "a\\b,a\\b", "a^`b,a^`b", "a%7Bb,a{b"})
  void target_withCharactersThatNoUriHasReachesTheFunction(String raw, String name)
      throws Exception {
    assertThat(echo.raw("GET /queues/" + raw + "?x=[|] HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(echo.seen().getPathParameters()).isEqualTo(Map.of("name", name));
    assertThat(echo.seen().getQueryStringParameters()).isEqualTo(Map.of("x", "[|]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /queues/a\u0001 HTTP/1.1",
        "GET /queues/\u00e4 HTTP/1.1",
        "GET /queues/% HTTP/1.1",
        "GET /queues/a?x=%zz HTTP/1.1",
        "GET queues/a HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET /queues/a b HTTP/1.1",
        "GET",
        "{}"
      })
  void request_thatIsNoneIs400InTheGatewaysFormAndTheNextIsServed(String requestLine)
      throws Exception {
    assertThat(echo.raw(requestLine + "\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("{\"message\":\"Bad Request\"}");
    assertThat(echo.get().statusCode()).isEqualTo(200);
  }

  @Test
  void target_mayBeAWholeUrl() throws Exception {
    assertThat(echo.raw("GET http://x:1/queues/a?y=1 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(echo.seen().getPath()).isEqualTo("/queues/a");
  }

  @Test
  void head_thatIsTooLongForTheServerIs431() throws Exception {
    assertThat(echo.raw("GET /queues/" + "a".repeat(1 << 20) + " HTTP/1.1\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .endsWith("{\"message\":\"Request Header Fields Too Large\"}");
  }

  @Test
  void requests_thatDoNotWaitForAnswersAreAnsweredInTheirOrder() throws Exception {
    echo.answers(
        event -> {
          if (event.getPath().equals("/queues/first")) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
          }
          return new APIGatewayProxyResponseEvent().withStatusCode(200).withBody(event.getPath());
        });

    assertThat(
            echo.conversation(
                "GET /queues/first HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /queues/second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .containsSubsequence("200 OK", "/queues/first", "200 OK", "/queues/second");
  }

  @Test
  void body_thatWaitsToBeAskedForIsAskedForUnlessItIsTooLarge() throws Exception {
    String head = "PUT /queues/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";

    assertThat(echo.raw(head + "4\r\n\r\n")).startsWith("HTTP/1.1 100 ");
    assertThat(echo.raw(head + (GatewayHandler.MOST_BODY_BYTES + 1) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .endsWith("{\"message\":\"Request Entity Too Large\"}");
  }

  @Test
  void path_withMalformedEncodingIs400() throws Exception {
    assertThat(echo.raw("GET /queues/a%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void path_withoutRouteIs404() throws Exception {
    HttpResponse<String> answer = echo.send(echo.request("/nowhere", NO_QUERY).build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
    assertThat(echo.send(echo.request("/queues", NO_QUERY).build()).statusCode()).isEqualTo(404);
  }

  @Test
  void close_letsRequestsUnderWayFinish() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    echo.answers(
        event -> {
          entered.countDown();
          await(leave);
          return new APIGatewayProxyResponseEvent().withStatusCode(200);
        });
    CompletableFuture<HttpResponse<String>> answer =
        echo.sendLater(echo.request("/queues/a", NO_QUERY).build());
    await(entered);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(echo::close);
    leave.countDown();

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void bind_refusesATakenPort() {
    assertThatThrownBy(() -> Gateway.bind(echo.baseUri().getPort()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("port " + echo.baseUri().getPort());
    assertThatThrownBy(() -> Gateway.bind(65_536)).isInstanceOf(CannotStart.class);
  }

  private HttpRequest withHeader(int bytes) {
    return echo.request("/queues/a", NO_QUERY).header("X-Long", "x".repeat(bytes)).build();
  }
}
