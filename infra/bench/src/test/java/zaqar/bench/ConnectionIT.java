// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionIT {
  private static String ask(Connection connection) throws IOException {
    Answer answer = connection.send("GET", "/v2/queues/q", null);
    return answer.status() + " " + answer.text();
  }

  // Two requests, so that the second one finds the beginning of its answer.
  private static void assertTwice(String answer, String expected, int connections)
      throws IOException {
    try (Stub stub = new Stub(request -> answer);
        Connection connection = new Connection(stub.target(), Map.of("Client-ID", "me"))) {
      assertThat(ask(connection)).isEqualTo(expected);
      assertThat(ask(connection)).isEqualTo(expected);
      assertThat(stub.connections()).isEqualTo(connections);
    }
  }

  @Test
  void send_readsABodyOfKnownLengthAndKeepsTheConnection() throws IOException {
    assertTwice(Stub.OK, "200 {}", 1);
  }

  @Test
  void send_readsChunks() throws IOException {
    String head = "HTTP/1.1 201 Created\r\ntransfer-encoding: Chunked\r\n\r\n";
    assertTwice(head + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "201 abc0123456789", 1);
  }

  @Test
  void send_takesNothingForTheBodyOf204() throws IOException {
    assertTwice("HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", "204 ", 1);
  }

  @Test
  void send_readsABodyThatIsLongerThanItsBuffer() throws IOException {
    String body = "b".repeat(300_000);
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n";
    assertTwice(head + body, "200 " + body, 1);
  }

  @Test
  void send_opensAnotherConnectionWhereTheServerCloses() throws IOException {
    assertTwice("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", "200 x", 2);
  }

  @Test
  void send_withoutAWholeAnswerFailsAndTheNextGoesOn() throws IOException {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf";
    IntFunction<String> answers = request -> request == 0 ? half : Stub.OK;
    try (Stub stub = new Stub(answers);
        Connection connection = new Connection(stub.target(), Map.of())) {
      assertThatThrownBy(() -> ask(connection)).isInstanceOf(IOException.class);
      assertThat(ask(connection)).isEqualTo("200 {}");
    }
  }
}
