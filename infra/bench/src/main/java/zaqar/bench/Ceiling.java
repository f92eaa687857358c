// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A server that reads a request and always gives the same answer. What is measured on it is the
 * most that this generator can ask for on this machine: a target that comes near it is faster than
 * its figure says.
 */
final class Ceiling implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final byte[] ANSWER = answer("{\"resources\": [\"/v2/queues/q/messages/1\"]}");

  private final ServerSocket socket;

  private Ceiling(ServerSocket socket) {
    this.socket = socket;
  }

  private static byte[] answer(String body) {
    String head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  /** Starts one on a free port. */
  static Ceiling start() {
    try {
      Ceiling ceiling = new Ceiling(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      Thread.ofPlatform().daemon().name("ceiling").start(ceiling::accept);
      return ceiling;
    } catch (IOException e) {
      throw new CannotRun("no port is free: " + e.getMessage(), e);
    }
  }

  /** It, as something to measure. */
  Target target() {
    String address = socket.getInetAddress().getHostAddress();
    URI url = URI.create("http://" + address + ":" + socket.getLocalPort());
    return new Target("ceiling", url, Target.Kind.ZAQAR);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().name("ceiling").start(() -> serve(client));
      }
    } catch (IOException e) {
      // It is closed.
      return;
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      OutputStream out = client.getOutputStream();
      while (skipRequest(in)) {
        out.write(ANSWER);
      }
    } catch (IOException e) {
      // The client is gone.
      return;
    }
  }

  /** Reads a request with its body; false at the end of the connection. */
  static boolean skipRequest(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\r') {
        continue;
      }
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      String text = line.toString().toLowerCase(Locale.ROOT);
      if (text.startsWith("content-length:")) {
        length = Integer.parseInt(text.substring(text.indexOf(':') + 1).trim());
      } else if (text.isEmpty()) {
        in.skipNBytes(length);
        return true;
      }
      line.setLength(0);
    }
    return false;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody asks it any more.
      return;
    }
  }
}
