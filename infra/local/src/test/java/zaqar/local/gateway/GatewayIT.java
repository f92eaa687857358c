package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zaqar.local.failure.CannotStart;

@Timeout(60)
class GatewayIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String NO_QUERY = "";

  private final Gateway gateway = Gateway.bind(0);
  private volatile APIGatewayProxyRequestEvent seen;
  private volatile Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> function =
      event -> new APIGatewayProxyResponseEvent().withStatusCode(200).withBody("fine");

  @BeforeEach
  void serve() {
    LambdaFunction echo =
        new LambdaFunction(
            "Echo",
            128,
            (event, context) -> {
              seen = event;
              assertThat(context.getRemainingTimeInMillis()).isPositive();
              return function.apply(event);
            });
    gateway.serve(
        new Routes.Builder<LambdaFunction>()
            .add("ANY", "/queues/{name}", echo)
            .add("POST", "/queues", echo)
            .build(),
        Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void request_arrivesDecodedWithLowerCaseHeaders() throws Exception {
    HttpRequest request =
        request("/queues/a%2Fb", "?x=1+2&x=%26&y")
            .header("Client-ID", "me")
            .header("X-Two", "1")
            .header("X-Two", "2")
            .PUT(BodyPublishers.ofString("{}"))
            .header("Content-Type", "application/json")
            .build();

    assertThat(send(request).body()).isEqualTo("fine");
    assertThat(seen.getPathParameters()).isEqualTo(Map.of("name", "a/b"));
    assertThat(seen.getHeaders()).containsEntry("client-id", "me").doesNotContainKey("Client-ID");
    assertThat(seen.getMultiValueHeaders()).containsEntry("x-two", List.of("1", "2"));
    assertThat(seen.getMultiValueQueryStringParameters())
        .isEqualTo(Map.of("x", List.of("1 2", "&"), "y", List.of("")));
    assertThat(seen.getBody()).isEqualTo("{}");
    assertThat(seen.getRequestContext().getDomainName())
        .isEqualTo(gateway.baseUri().getAuthority());
    assertThat(seen.getRequestContext().getIdentity().getSourceIp()).isEqualTo("127.0.0.1");
  }

  @Test
  void body_withoutContentTypeArrivesAsBase64() throws Exception {
    send(
        request("/queues/a", NO_QUERY).PUT(BodyPublishers.ofByteArray(new byte[] {-1, 0})).build());

    assertThat(seen.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(seen.getBody())).containsExactly(-1, 0);
  }

  @Test
  void body_overSixMegabytesIs413() throws Exception {
    byte[] most = new byte[GatewayHandler.MOST_BODY_BYTES];

    assertThat(
            send(request("/queues/a", NO_QUERY).PUT(BodyPublishers.ofByteArray(most)).build())
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> refused =
        send(
            request("/queues/a", NO_QUERY)
                .PUT(BodyPublishers.ofByteArray(new byte[most.length + 1]))
                .build());
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
  }

  @Test
  void body_thatIsDeclaredTooLargeIsNotWaitedFor() throws Exception {
    assertThat(raw("PUT /queues/a HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void body_chunkedPastTheLimitIs413() throws Exception {
    byte[] chunk = new byte[1024];
    HttpRequest request =
        request("/queues/a", NO_QUERY)
            .PUT(
                BodyPublishers.ofByteArrays(
                    Collections.nCopies(GatewayHandler.MOST_BODY_BYTES / chunk.length + 1, chunk)))
            .build();

    assertThat(send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void headers_over10240BytesAre431() throws Exception {
    assertThat(send(withHeader(9_000)).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = send(withHeader(10_240));
    assertThat(refused.statusCode()).isEqualTo(431);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Request Header Fields Too Large\"}");
  }

  @Test
  void query_over10240BytesIs431() throws Exception {
    assertThat(send(request("/queues/a", "?" + "x".repeat(10_240)).build()).statusCode())
        .isEqualTo(431);
  }

  @Test
  void path_withMalformedEncodingIs400() throws Exception {
    assertThat(raw("GET /queues/a%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void path_withoutRouteIs404() throws Exception {
    HttpResponse<String> answer = send(request("/nowhere", NO_QUERY).build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
    assertThat(send(request("/queues", NO_QUERY).build()).statusCode()).isEqualTo(404);
  }

  @Test
  void function_thatThrowsIs500WithoutItsReason() throws Exception {
    function =
        event -> {
          throw new IllegalStateException("a reason for the log");
        };

    HttpResponse<String> answer = send(request("/queues/a", NO_QUERY).build());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  @Test
  void function_thatAnswersNothingIs500() throws Exception {
    function = event -> null;

    assertThat(send(request("/queues/a", NO_QUERY).build()).statusCode()).isEqualTo(500);
  }

  @Test
  void function_thatAnswersWithABrokenHeaderIs500() throws Exception {
    function =
        event ->
            new APIGatewayProxyResponseEvent()
                .withStatusCode(200)
                .withHeaders(Map.of("X-Broken", "a\r\nb: c"));

    assertThat(send(request("/queues/a", NO_QUERY).build()).statusCode()).isEqualTo(500);
  }

  @Test
  void function_thatTakesTooLongIs503() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    function =
        event -> {
          await(never);
          return new APIGatewayProxyResponseEvent().withStatusCode(200);
        };

    HttpResponse<String> answer = send(request("/queues/a", NO_QUERY).build());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
  }

  @Test
  void answer_bringsHeadersAndDecodedBody() throws Exception {
    function =
        event ->
            new APIGatewayProxyResponseEvent()
                .withStatusCode(201)
                .withHeaders(Map.of("Location", "/there", "Content-Length", "99"))
                .withMultiValueHeaders(Map.of("X-Two", List.of("1", "2")))
                .withBody(Base64.getEncoder().encodeToString(new byte[] {104, 105}))
                .withIsBase64Encoded(true);

    HttpResponse<String> answer = send(request("/queues/a", NO_QUERY).build());
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("hi");
    assertThat(answer.headers().firstValue("location")).contains("/there");
    assertThat(answer.headers().allValues("x-two")).containsExactly("1", "2");
    assertThat(answer.headers().firstValue("content-length")).contains("2");
  }

  @Test
  void answer_withoutBodyHasTheRightLength() throws Exception {
    function = event -> new APIGatewayProxyResponseEvent().withStatusCode(204).withBody("");
    assertThat(send(request("/queues/a", NO_QUERY).build()).headers().map())
        .doesNotContainKeys("content-length", "transfer-encoding");

    function = event -> new APIGatewayProxyResponseEvent().withStatusCode(201);
    assertThat(send(request("/queues/a", NO_QUERY).build()).headers().firstValue("content-length"))
        .contains("0");

    function = event -> new APIGatewayProxyResponseEvent().withStatusCode(200).withBody("four");
    HttpResponse<String> head = send(request("/queues/a", NO_QUERY).HEAD().build());
    assertThat(head.headers().firstValue("content-length")).contains("4");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void close_letsRequestsUnderWayFinish() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    function =
        event -> {
          entered.countDown();
          await(leave);
          return new APIGatewayProxyResponseEvent().withStatusCode(200);
        };
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(request("/queues/a", NO_QUERY).build(), BodyHandlers.ofString());
    await(entered);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
    leave.countDown();

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void bind_refusesATakenPort() {
    assertThatThrownBy(() -> Gateway.bind(gateway.baseUri().getPort()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("port " + gateway.baseUri().getPort());
    assertThatThrownBy(() -> Gateway.bind(65_536)).isInstanceOf(CannotStart.class);
  }

  private HttpRequest.Builder request(String path, String query) {
    return HttpRequest.newBuilder(URI.create(gateway.baseUri() + path + query))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  private HttpRequest withHeader(int bytes) {
    return request("/queues/a", NO_QUERY).header("X-Long", "x".repeat(bytes)).build();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  /** Sends bytes that an HTTP client would not, and reads the first kilobyte that comes back. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.baseUri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[1024];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
