// SPDX-License-Identifier: Apache-2.0
package zaqar.local.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.store.http.HttpAnswer;

/** What a browser sends for a page does not reach what the runtime plays of AWS. */
class EndpointTest {
  private final AtomicInteger served = new AtomicInteger();
  private final Endpoint endpoint =
      Endpoint.start(
          "tests",
          request -> {
            served.incrementAndGet();
            return HttpAnswer.empty(204);
          });

  @AfterEach
  void stop() {
    endpoint.close();
  }

  /** The status line of the answer to a request with these headers. */
  private String ask(String headers) throws IOException {
    int port = endpoint.uri().getPort();
    try (Socket socket = new Socket(endpoint.uri().getHost(), port)) {
      String request = "POST / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.replace("PORT", String.valueOf(port)).getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: 127.0.0.1:PORT\r\n", "Host: localhost:PORT\r\n"})
  void program_isServed(String headers) throws IOException {
    assertThat(ask(headers)).contains("204");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: 127.0.0.1:PORT\r\nOrigin: https://evil.example\r\n",
        "Host: 127.0.0.1:PORT\r\nOrigin: null\r\n",
        "Host: evil.example\r\n",
        "Host: evil.example:PORT\r\n",
        "Host: 127.0.0.1\r\n",
        "Host: 127.0.0.1.evil.example:PORT\r\n"
      })
  void page_isRefused(String headers) throws IOException {
    assertThat(ask(headers)).contains("403");
    assertThat(served).hasValue(0);
  }

  @Test
  void request_withoutAHostIsNotServed() throws IOException {
    assertThat(ask("")).doesNotContain("204");
    assertThat(served).hasValue(0);
  }
}
