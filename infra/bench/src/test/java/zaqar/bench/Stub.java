// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A server of raw bytes: reads a request, and writes the next answer. */
final class Stub implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final ServerSocket socket;
  private final IntFunction<String> answers;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /** One that gives these answers to requests, which are counted from 0. */
  Stub(IntFunction<String> answers) throws IOException {
    this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.answers = answers;
    Thread.ofVirtual().start(this::accept);
  }

  Target target() {
    URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    return new Target("stub", url, Target.Kind.ZAQAR);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      return;
    }
  }

  private void serve(Socket client) {
    try (client) {
      while (Ceiling.skipRequest(client.getInputStream())) {
        String answer = answers.apply(requests.getAndIncrement());
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (answer.contains("Connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
