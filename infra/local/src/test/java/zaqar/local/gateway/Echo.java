// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A gateway with one function, which remembers what it was called with and answers as it is told.
 */
final class Echo implements AutoCloseable {
  static final String NO_QUERY = "";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Gateway gateway = Gateway.bind(0);
  private volatile APIGatewayProxyRequestEvent seen;
  private volatile Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> answer =
      event -> new APIGatewayProxyResponseEvent().withStatusCode(200).withBody("fine");

  Echo() {
    LambdaFunction function =
        new LambdaFunction(
            "Echo",
            128,
            (event, context) -> {
              seen = event;
              assertThat(context.getRemainingTimeInMillis()).isPositive();
              return answer.apply(event);
            });
    gateway.serve(
        new Routes.Builder<LambdaFunction>()
            .add("ANY", "/queues/{name}", function)
            .add("POST", "/queues", function)
            .build(),
        Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    gateway.close();
  }

  URI baseUri() {
    return gateway.baseUri();
  }

  /** The event that the function was called with last. */
  APIGatewayProxyRequestEvent seen() {
    return seen;
  }

  void answers(Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> function) {
    answer = function;
  }

  HttpRequest.Builder request(String path, String query) {
    return HttpRequest.newBuilder(URI.create(gateway.baseUri() + path + query))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  /** What a GET of the function's path answers. */
  HttpResponse<String> get() throws IOException, InterruptedException {
    return send(request("/queues/a", NO_QUERY).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
    return CLIENT.sendAsync(request, BodyHandlers.ofString());
  }

  /** Sends bytes that an HTTP client would not, and reads the first kilobyte that comes back. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.baseUri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[1024];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** Sends bytes, and reads until the server ends the connection. */
  String conversation(String requests) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.baseUri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
