// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/** The tool from its options to its exit code, over HTTP. */
@Timeout(120)
class MainIT {
  @TempDir Path folder;

  private HttpServer server;
  private Wire wire = new MemoryZaqar();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replaceFirst("^/v2", "");
    String client = exchange.getRequestHeaders().getFirst("Client-ID");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Call call = new Call(exchange.getRequestMethod(), path, client, body.isEmpty() ? null : body);
    Answer answer = wire.send(call);
    assertThat(exchange.getRequestHeaders().getFirst("X-Project-ID")).isEqualTo("check");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int check(String... more) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String[] options = {"--url", url, "--seconds", "1", "--claim-ttl", "1"};
    String[] all = new String[options.length + more.length];
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return Main.run(all);
  }

  @Test
  void check_ofARightServiceEndsWithZero() {
    assertThat(check()).isZero();
  }

  @Test
  void check_ofABrokenServiceEndsWithOneAndKeepsTheHistory() throws IOException {
    Wire right = wire;
    wire =
        call -> call.method().equals("POST") ? new Answer(500, Map.of(), "Oops") : right.send(call);
    Path file = folder.resolve("history");
    assertThat(check("--history", file.toString())).isEqualTo(1);
    assertThat(file).content().contains("Oops");
    assertThat(Main.run("--recheck", file.toString())).isEqualTo(1);
  }

  @Test
  void check_thatCannotRunEndsWithTwo() throws IOException {
    assertThat(Main.run()).isEqualTo(2);
    assertThat(Main.run("--no-such-option")).isEqualTo(2);
    assertThat(Main.run("--recheck", folder.resolve("none").toString())).isEqualTo(2);
    Path other = Files.writeString(folder.resolve("other"), "[]");
    assertThat(Main.run("--recheck", other.toString())).isEqualTo(2);
    wire = call -> new Answer(401, Map.of(), "{}");
    assertThat(check()).isEqualTo(2);
  }

  @Test
  void check_withAllOptionsOfABusyDayEndsWithZero() {
    String[] roles = {"--readers", "1", "--quitters", "1", "--delay", "1", "--shards", "2"};
    String[] posts = {"--producers", "2", "--posts", "20", "--batch", "2", "--waiting", "2"};
    assertThat(check(Stream.of(roles, posts).flatMap(Stream::of).toArray(String[]::new))).isZero();
  }

  @Test
  void recheck_ofARightHistoryEndsWithZero() {
    Path file = folder.resolve("history");
    assertThat(check("--history", file.toString(), "--rate", "50")).isZero();
    assertThat(Main.run("--recheck", file.toString())).isZero();
  }
}
