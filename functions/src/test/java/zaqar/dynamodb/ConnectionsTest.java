// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A process that was frozen does not send a call on a connection that may lead nowhere. */
class ConnectionsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<Integer> ports = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  ConnectionsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          ports.add(exchange.getRemoteAddress().getPort());
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void call(Connections connections) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    HttpExecuteResponse response =
        connections
            .prepareRequest(
                HttpExecuteRequest.builder()
                    .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build())
                    .build())
            .call();
    response.responseBody().orElseThrow().readAllBytes();
    response.responseBody().orElseThrow().close();
  }

  @Test
  void connection_isKeptForTheNextCall() throws Exception {
    try (Connections connections = DynamoDb.connections()) {
      call(connections);
      call(connections);
    }

    assertThat(ports).hasSize(2);
    assertThat(ports.getFirst()).isEqualTo(ports.getLast());
  }

  @Test
  void connection_thatIsOldIsUsedNoMore() throws Exception {
    Duration second = Duration.ofSeconds(1);
    try (Connections connections = new Connections(second, second, SHORT)) {
      call(connections);
      Thread.sleep(SHORT.plusMillis(200));
      call(connections);
    }

    assertThat(ports).hasSize(2);
    assertThat(ports.getFirst()).isNotEqualTo(ports.getLast());
  }
}
